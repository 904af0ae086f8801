-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "containers" INTEGER,
ADD COLUMN     "cpus" INTEGER,
ADD COLUMN     "diskBytes" DOUBLE PRECISION,
ADD COLUMN     "memoryBytes" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "AppSample" (
    "teamId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "covered" INTEGER NOT NULL,
    "requests" DOUBLE PRECISION NOT NULL,
    "errors" DOUBLE PRECISION NOT NULL,
    "responseMs" DOUBLE PRECISION,
    "cpuPercent" DOUBLE PRECISION,
    "memoryBytes" DOUBLE PRECISION,

    CONSTRAINT "AppSample_pkey" PRIMARY KEY ("appId","hostId","seconds","at")
);

-- CreateTable
CREATE TABLE "ReplicaReading" (
    "replicaId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "cpuPercent" DOUBLE PRECISION,
    "memoryBytes" DOUBLE PRECISION,
    "memoryLimitBytes" DOUBLE PRECISION,
    "restarts" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3),
    "health" TEXT,

    CONSTRAINT "ReplicaReading_pkey" PRIMARY KEY ("replicaId")
);

-- CreateTable
CREATE TABLE "HostSampling" (
    "hostId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "slot" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMP(3),
    "cursor" JSONB,

    CONSTRAINT "HostSampling_pkey" PRIMARY KEY ("hostId")
);

-- CreateIndex
CREATE INDEX "AppSample_seconds_at_idx" ON "AppSample"("seconds", "at");

-- CreateIndex
CREATE INDEX "Deployment_teamId_actorId_id_idx" ON "Deployment"("teamId", "actorId", "id");

-- CreateIndex
CREATE INDEX "Deployment_teamId_status_id_idx" ON "Deployment"("teamId", "status", "id");

-- AddForeignKey: of the same team, as everywhere.
ALTER TABLE "AppSample" ADD CONSTRAINT "AppSample_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReplicaReading" ADD CONSTRAINT "ReplicaReading_replicaId_fkey" FOREIGN KEY ("replicaId") REFERENCES "Replica"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostSampling" ADD CONSTRAINT "HostSampling_hostId_fkey" FOREIGN KEY ("teamId", "hostId") REFERENCES "Host"("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
