-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "comparison" JSONB;

-- AlterTable
ALTER TABLE "AppSample" ADD COLUMN     "slower" DOUBLE PRECISION[];
