-- AlterTable
ALTER TABLE "Backup" ADD COLUMN     "claimedBy" TEXT,
ADD COLUMN     "claimedUntil" TIMESTAMP(3),
ADD COLUMN     "file" TEXT,
ADD COLUMN     "slot" TIMESTAMP(3),
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "Backup_slot_key" ON "Backup"("slot");

-- Who is told of certificates that come to their end is told of backups that failed, unless they choose otherwise.
UPDATE "Channel" SET "events" = array_append("events", 'backup.failed')
WHERE 'certificate.expiring' = ANY("events") AND NOT 'backup.failed' = ANY("events");
