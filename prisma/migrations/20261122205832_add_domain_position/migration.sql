-- AlterTable
ALTER TABLE "Domain" ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0;
