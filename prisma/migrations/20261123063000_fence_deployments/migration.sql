-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "fencing" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reverting" JSONB,
ADD COLUMN     "preDeployTurn" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Deployment_teamId_preDeployTurn_key" ON "Deployment"("teamId", "preDeployTurn");
