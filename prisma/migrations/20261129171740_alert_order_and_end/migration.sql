-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "unwatched" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "afterIds" TEXT[] DEFAULT ARRAY[]::TEXT[];
