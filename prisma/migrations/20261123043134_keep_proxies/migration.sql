-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "proxies" JSONB;
