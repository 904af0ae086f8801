-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "requestKey" TEXT;
