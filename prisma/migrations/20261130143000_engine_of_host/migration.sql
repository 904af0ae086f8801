-- Hosts that are here already have it learned as they are looked at: every worker looks at each within ten seconds.
ALTER TABLE "Host" ADD COLUMN "engineId" TEXT;
