-- CreateEnum
CREATE TYPE "MonitorState" AS ENUM ('pending', 'up', 'degraded', 'down');

-- CreateEnum
CREATE TYPE "IncidentStatus" AS ENUM ('open', 'acknowledged', 'resolved');

-- CreateEnum
CREATE TYPE "ChannelType" AS ENUM ('slack', 'email', 'webhook');

-- CreateEnum
CREATE TYPE "DeliveryStatus" AS ENUM ('pending', 'delivered', 'failed');

-- CreateTable
CREATE TABLE "Monitor" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "appId" TEXT,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "requestSealed" TEXT NOT NULL,
    "requestShown" JSONB NOT NULL,
    "expectedStatus" TEXT NOT NULL,
    "keyword" JSONB,
    "followRedirects" BOOLEAN NOT NULL,
    "ipVersion" INTEGER,
    "intervalSeconds" INTEGER NOT NULL,
    "deployIntervalSeconds" INTEGER NOT NULL,
    "timeoutMs" INTEGER NOT NULL,
    "failureThreshold" INTEGER NOT NULL,
    "recoveryThreshold" INTEGER NOT NULL,
    "degradedMs" INTEGER,
    "tlsExpiryDays" INTEGER NOT NULL,
    "reminderMinutes" INTEGER,
    "enabled" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Monitor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonitorWatch" (
    "monitorId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "state" "MonitorState" NOT NULL DEFAULT 'pending',
    "since" TIMESTAMP(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "failingSince" TIMESTAMP(3),
    "changes" TIMESTAMP(3)[],
    "flapping" BOOLEAN NOT NULL DEFAULT false,
    "lastCheckAt" TIMESTAMP(3),
    "lastCheck" JSONB,
    "tlsExpiresAt" TIMESTAMP(3),
    "dueAt" TIMESTAMP(3) NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "claimedUntil" TIMESTAMP(3),

    CONSTRAINT "MonitorWatch_pkey" PRIMARY KEY ("monitorId")
);

-- CreateTable
CREATE TABLE "MonitorCheck" (
    "teamId" UUID NOT NULL,
    "monitorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "statusCode" SMALLINT,
    "error" TEXT,
    "dnsMs" REAL,
    "connectMs" REAL,
    "tlsMs" REAL,
    "firstByteMs" REAL,
    "totalMs" REAL,

    CONSTRAINT "MonitorCheck_pkey" PRIMARY KEY ("monitorId","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "MonitorRollup" (
    "teamId" UUID NOT NULL,
    "monitorId" UUID NOT NULL,
    "seconds" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "checks" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "slow" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "dnsMs" REAL,
    "connectMs" REAL,
    "tlsMs" REAL,
    "firstByteMs" REAL,
    "totalMs" REAL,
    "latencies" INTEGER[],

    CONSTRAINT "MonitorRollup_pkey" PRIMARY KEY ("monitorId","seconds","at")
) PARTITION BY LIST ("seconds");

-- CreateTable
CREATE TABLE "MonitorPeriod" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "monitorId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3),

    CONSTRAINT "MonitorPeriod_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "monitorId" TEXT NOT NULL,
    "appId" TEXT,
    "status" "IncidentStatus" NOT NULL DEFAULT 'open',
    "openedAt" TIMESTAMP(3) NOT NULL,
    "resolvedAt" TIMESTAMP(3),
    "acknowledgedAt" TIMESTAMP(3),
    "acknowledgedBy" TEXT,
    "causeCode" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "flapping" BOOLEAN NOT NULL DEFAULT false,
    "deploymentId" TEXT,
    "heldForId" TEXT,
    "heldUntil" TIMESTAMP(3),
    "toldAt" TIMESTAMP(3),
    "remindAt" TIMESTAMP(3),
    "rollbackId" TEXT,

    CONSTRAINT "Incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncidentEvent" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "incidentId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "IncidentEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MaintenanceWindow" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3),
    "endsAt" TIMESTAMP(3),
    "cron" TEXT,
    "timezone" TEXT,
    "durationMinutes" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MaintenanceWindow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonitorMaintenance" (
    "teamId" TEXT NOT NULL,
    "monitorId" TEXT NOT NULL,
    "windowId" TEXT NOT NULL,

    CONSTRAINT "MonitorMaintenance_pkey" PRIMARY KEY ("monitorId","windowId")
);

-- CreateTable
CREATE TABLE "Channel" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" "ChannelType" NOT NULL,
    "configSealed" TEXT NOT NULL,
    "shown" JSONB NOT NULL,
    "events" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabledReason" TEXT,
    "nextSendAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonitorChannel" (
    "teamId" TEXT NOT NULL,
    "monitorId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,

    CONSTRAINT "MonitorChannel_pkey" PRIMARY KEY ("monitorId","channelId")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "status" "DeliveryStatus" NOT NULL DEFAULT 'pending',
    "payload" JSONB NOT NULL,
    "groupKey" TEXT,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "claimedUntil" TIMESTAMP(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryAttempt" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "statusCode" INTEGER,
    "error" TEXT,
    "tookMs" INTEGER NOT NULL,

    CONSTRAINT "DeliveryAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusPage" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StatusPage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusPageMonitor" (
    "teamId" TEXT NOT NULL,
    "pageId" TEXT NOT NULL,
    "monitorId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "StatusPageMonitor_pkey" PRIMARY KEY ("pageId","monitorId")
);

-- CreateTable
CREATE TABLE "StatusSubscriber" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "pageId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "confirmedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StatusSubscriber_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Deployment_finishedAt_idx" ON "Deployment"("finishedAt");

-- CreateIndex
CREATE INDEX "Monitor_teamId_name_id_idx" ON "Monitor"("teamId", "name", "id");

-- CreateIndex
CREATE INDEX "Monitor_appId_idx" ON "Monitor"("appId");

-- CreateIndex
CREATE INDEX "MonitorWatch_dueAt_idx" ON "MonitorWatch"("dueAt");

-- CreateIndex
CREATE INDEX "MonitorWatch_teamId_state_idx" ON "MonitorWatch"("teamId", "state");

-- CreateIndex
CREATE INDEX "MonitorPeriod_monitorId_from_idx" ON "MonitorPeriod"("monitorId", "from");

-- CreateIndex
CREATE INDEX "Incident_teamId_id_idx" ON "Incident"("teamId", "id");

-- CreateIndex
CREATE INDEX "Incident_teamId_status_idx" ON "Incident"("teamId", "status");

-- CreateIndex
CREATE INDEX "Incident_monitorId_id_idx" ON "Incident"("monitorId", "id");

-- CreateIndex
CREATE INDEX "Incident_appId_id_idx" ON "Incident"("appId", "id");

-- CreateIndex
CREATE INDEX "Incident_remindAt_idx" ON "Incident"("remindAt");

-- CreateIndex
CREATE INDEX "IncidentEvent_incidentId_id_idx" ON "IncidentEvent"("incidentId", "id");

-- CreateIndex
CREATE INDEX "MaintenanceWindow_teamId_id_idx" ON "MaintenanceWindow"("teamId", "id");

-- CreateIndex
CREATE INDEX "MonitorMaintenance_windowId_idx" ON "MonitorMaintenance"("windowId");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_teamId_name_key" ON "Channel"("teamId", "name");

-- CreateIndex
CREATE INDEX "MonitorChannel_channelId_idx" ON "MonitorChannel"("channelId");

-- CreateIndex
CREATE INDEX "Delivery_status_dueAt_idx" ON "Delivery"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Delivery_channelId_id_idx" ON "Delivery"("channelId", "id");

-- CreateIndex
CREATE INDEX "DeliveryAttempt_deliveryId_id_idx" ON "DeliveryAttempt"("deliveryId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "StatusPage_teamId_key" ON "StatusPage"("teamId");

-- CreateIndex
CREATE UNIQUE INDEX "StatusPage_slug_key" ON "StatusPage"("slug");

-- CreateIndex
CREATE INDEX "StatusPageMonitor_monitorId_idx" ON "StatusPageMonitor"("monitorId");

-- CreateIndex
CREATE UNIQUE INDEX "StatusSubscriber_tokenHash_key" ON "StatusSubscriber"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "StatusSubscriber_pageId_email_key" ON "StatusSubscriber"("pageId", "email");

-- A row and what it refers to belong to the same team (see same_team_references).
CREATE UNIQUE INDEX "Monitor_teamId_id_key" ON "Monitor" ("teamId", "id");
CREATE UNIQUE INDEX "Incident_teamId_id_key" ON "Incident" ("teamId", "id");
CREATE UNIQUE INDEX "MaintenanceWindow_teamId_id_key" ON "MaintenanceWindow" ("teamId", "id");
CREATE UNIQUE INDEX "Channel_teamId_id_key" ON "Channel" ("teamId", "id");
CREATE UNIQUE INDEX "Delivery_teamId_id_key" ON "Delivery" ("teamId", "id");
CREATE UNIQUE INDEX "StatusPage_teamId_id_key" ON "StatusPage" ("teamId", "id");

-- A monitor has one outage at a time.
CREATE UNIQUE INDEX "Incident_unresolved_key" ON "Incident" ("monitorId") WHERE "status" <> 'resolved';
-- … and is in one state at a time.
CREATE UNIQUE INDEX "MonitorPeriod_present_key" ON "MonitorPeriod" ("monitorId") WHERE "to" IS NULL;
-- What is waiting for others of its group to join.
CREATE UNIQUE INDEX "Delivery_group_key" ON "Delivery" ("channelId", "groupKey") WHERE "status" = 'pending' AND "groupKey" IS NOT NULL AND "tries" = 0 AND "claimedUntil" IS NULL;

-- Days of checks are made ahead and dropped whole (services/monitors/storage). A row of another day is kept all the same.
CREATE TABLE "MonitorCheck_other" PARTITION OF "MonitorCheck" DEFAULT;
CREATE TABLE "MonitorRollup_minutes" PARTITION OF "MonitorRollup" FOR VALUES IN (60) PARTITION BY RANGE ("at");
CREATE TABLE "MonitorRollup_minutes_other" PARTITION OF "MonitorRollup_minutes" DEFAULT;
CREATE TABLE "MonitorRollup_hours" PARTITION OF "MonitorRollup" FOR VALUES IN (3600);
CREATE TABLE "MonitorRollup_days" PARTITION OF "MonitorRollup" FOR VALUES IN (86400);
CREATE INDEX "MonitorRollup_hours_at_idx" ON "MonitorRollup_hours" ("at");
-- Written at every check: room on the page for the next version of a row.
ALTER TABLE "MonitorWatch" SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);

-- AddForeignKey
ALTER TABLE "Monitor" ADD CONSTRAINT "Monitor_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorWatch" ADD CONSTRAINT "MonitorWatch_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorPeriod" ADD CONSTRAINT "MonitorPeriod_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Incident" ADD CONSTRAINT "Incident_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentEvent" ADD CONSTRAINT "IncidentEvent_incidentId_fkey" FOREIGN KEY ("teamId", "incidentId") REFERENCES "Incident"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorMaintenance" ADD CONSTRAINT "MonitorMaintenance_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorMaintenance" ADD CONSTRAINT "MonitorMaintenance_windowId_fkey" FOREIGN KEY ("teamId", "windowId") REFERENCES "MaintenanceWindow"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorChannel" ADD CONSTRAINT "MonitorChannel_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MonitorChannel" ADD CONSTRAINT "MonitorChannel_channelId_fkey" FOREIGN KEY ("teamId", "channelId") REFERENCES "Channel"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_channelId_fkey" FOREIGN KEY ("teamId", "channelId") REFERENCES "Channel"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryAttempt" ADD CONSTRAINT "DeliveryAttempt_deliveryId_fkey" FOREIGN KEY ("teamId", "deliveryId") REFERENCES "Delivery"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusPageMonitor" ADD CONSTRAINT "StatusPageMonitor_pageId_fkey" FOREIGN KEY ("teamId", "pageId") REFERENCES "StatusPage"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusPageMonitor" ADD CONSTRAINT "StatusPageMonitor_monitorId_fkey" FOREIGN KEY ("teamId", "monitorId") REFERENCES "Monitor"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusSubscriber" ADD CONSTRAINT "StatusSubscriber_pageId_fkey" FOREIGN KEY ("teamId", "pageId") REFERENCES "StatusPage"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
