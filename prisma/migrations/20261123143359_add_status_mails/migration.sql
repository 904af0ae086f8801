-- CreateTable
CREATE TABLE "StatusNotice" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "pageId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "incidentIds" TEXT[],
    "dueAt" TIMESTAMP(3) NOT NULL,
    "startedAt" TIMESTAMP(3),
    "reached" TEXT,
    "endedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StatusNotice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusMail" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "subscriberId" TEXT NOT NULL,
    "noticeId" TEXT,
    "status" "DeliveryStatus" NOT NULL DEFAULT 'pending',
    "dueAt" TIMESTAMP(3) NOT NULL,
    "claimedUntil" TIMESTAMP(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "StatusMail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "StatusNotice_endedAt_dueAt_idx" ON "StatusNotice"("endedAt", "dueAt");

-- CreateIndex
CREATE INDEX "StatusNotice_pageId_id_idx" ON "StatusNotice"("pageId", "id");

-- CreateIndex
CREATE INDEX "StatusMail_status_dueAt_idx" ON "StatusMail"("status", "dueAt");

-- CreateIndex
CREATE INDEX "StatusMail_subscriberId_idx" ON "StatusMail"("subscriberId");

-- CreateIndex
CREATE UNIQUE INDEX "StatusMail_noticeId_subscriberId_key" ON "StatusMail"("noticeId", "subscriberId");

-- CreateIndex
CREATE INDEX "StatusSubscriber_confirmedAt_createdAt_idx" ON "StatusSubscriber"("confirmedAt", "createdAt");

-- A row and what it refers to belong to the same team (see same_team_references).
CREATE UNIQUE INDEX "StatusSubscriber_teamId_id_key" ON "StatusSubscriber" ("teamId", "id");
CREATE UNIQUE INDEX "StatusNotice_teamId_id_key" ON "StatusNotice" ("teamId", "id");

-- What happens while one waits joins it.
CREATE UNIQUE INDEX "StatusNotice_waiting_key" ON "StatusNotice" ("pageId", "event") WHERE "startedAt" IS NULL;

-- AddForeignKey
ALTER TABLE "StatusNotice" ADD CONSTRAINT "StatusNotice_pageId_fkey" FOREIGN KEY ("teamId", "pageId") REFERENCES "StatusPage"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusMail" ADD CONSTRAINT "StatusMail_subscriberId_fkey" FOREIGN KEY ("teamId", "subscriberId") REFERENCES "StatusSubscriber"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusMail" ADD CONSTRAINT "StatusMail_noticeId_fkey" FOREIGN KEY ("teamId", "noticeId") REFERENCES "StatusNotice"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
