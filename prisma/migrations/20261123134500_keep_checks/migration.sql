-- CreateTable
CREATE TABLE "MonitorRollupProgress" (
    "seconds" INTEGER NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MonitorRollupProgress_pkey" PRIMARY KEY ("seconds")
);

-- CreateIndex
CREATE INDEX "MonitorPeriod_to_idx" ON "MonitorPeriod"("to");

-- CreateIndex
CREATE INDEX "Incident_resolvedAt_idx" ON "Incident"("resolvedAt");

-- Hours and days are dropped by whole partitions as well. Nothing has been rolled up into them before.
DROP TABLE "MonitorRollup_hours";
CREATE TABLE "MonitorRollup_hours" PARTITION OF "MonitorRollup" FOR VALUES IN (3600) PARTITION BY RANGE ("at");
CREATE TABLE "MonitorRollup_hours_other" PARTITION OF "MonitorRollup_hours" DEFAULT;
DROP TABLE "MonitorRollup_days";
CREATE TABLE "MonitorRollup_days" PARTITION OF "MonitorRollup" FOR VALUES IN (86400) PARTITION BY RANGE ("at");
CREATE TABLE "MonitorRollup_days_other" PARTITION OF "MonitorRollup_days" DEFAULT;
