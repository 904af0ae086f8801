-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "fencing" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reverting" JSONB;
