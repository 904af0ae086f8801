-- AlterTable
ALTER TABLE "AppHost" ADD COLUMN     "repair" JSONB;

-- AlterTable
ALTER TABLE "HostSampling" ADD COLUMN     "reconciledAt" TIMESTAMP(3);
