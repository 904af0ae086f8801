-- AlterTable
ALTER TABLE "User" ADD COLUMN     "emailVerifiedAt" TIMESTAMP(3),
ADD COLUMN     "totpEnabledAt" TIMESTAMP(3),
ADD COLUMN     "totpLastStep" INTEGER,
ADD COLUMN     "totpSealed" TEXT,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "awaitsSecondFactor" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'password';

-- AlterTable
ALTER TABLE "Team" ADD COLUMN     "quotaApps" INTEGER,
ADD COLUMN     "quotaLogBytes" BIGINT,
ADD COLUMN     "quotaMonitors" INTEGER,
ADD COLUMN     "requiresSecondFactor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "onlyListedApps" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "onlyListedApps" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Identity" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MembershipApp" (
    "teamId" TEXT NOT NULL,
    "membershipId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,

    CONSTRAINT "MembershipApp_pkey" PRIMARY KEY ("membershipId","appId")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "onlyListedApps" BOOLEAN NOT NULL DEFAULT false,
    "appIds" TEXT[],
    "hash" TEXT NOT NULL,
    "invitedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3),
    "acceptedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiTokenApp" (
    "teamId" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,

    CONSTRAINT "ApiTokenApp_pkey" PRIMARY KEY ("tokenId","appId")
);

-- CreateTable
CREATE TABLE "DeployHook" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "DeployHook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeployHookDelivery" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "hookId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "deploymentId" TEXT,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeployHookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InstanceSetting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "sealed" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "InstanceSetting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Backup" (
    "id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "bytes" DOUBLE PRECISION,
    "error" TEXT,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Backup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HostGrant" (
    "teamId" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HostGrant_pkey" PRIMARY KEY ("teamId","hostId")
);

-- CreateTable
CREATE TABLE "Certificate" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "keySealed" TEXT NOT NULL,
    "domains" TEXT[],
    "issuer" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "notBefore" TIMESTAMP(3) NOT NULL,
    "notAfter" TIMESTAMP(3) NOT NULL,
    "toldDays" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Identity_userId_idx" ON "Identity"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Identity_provider_subject_key" ON "Identity"("provider", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "RecoveryCode_hash_key" ON "RecoveryCode"("hash");

-- CreateIndex
CREATE INDEX "RecoveryCode_userId_idx" ON "RecoveryCode"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "SignInLink_hash_key" ON "SignInLink"("hash");

-- CreateIndex
CREATE INDEX "SignInLink_userId_purpose_idx" ON "SignInLink"("userId", "purpose");

-- CreateIndex
CREATE INDEX "SignInLink_expiresAt_idx" ON "SignInLink"("expiresAt");

-- CreateIndex
CREATE INDEX "MembershipApp_appId_idx" ON "MembershipApp"("appId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_hash_key" ON "Invitation"("hash");

-- CreateIndex
CREATE INDEX "Invitation_teamId_id_idx" ON "Invitation"("teamId", "id");

-- CreateIndex
CREATE INDEX "ApiTokenApp_appId_idx" ON "ApiTokenApp"("appId");

-- CreateIndex
CREATE INDEX "DeployHook_teamId_id_idx" ON "DeployHook"("teamId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "DeployHook_appId_name_key" ON "DeployHook"("appId", "name");

-- CreateIndex
CREATE INDEX "DeployHookDelivery_at_idx" ON "DeployHookDelivery"("at");

-- CreateIndex
CREATE UNIQUE INDEX "DeployHookDelivery_hookId_deliveryId_key" ON "DeployHookDelivery"("hookId", "deliveryId");

-- CreateIndex
CREATE INDEX "Backup_startedAt_idx" ON "Backup"("startedAt");

-- CreateIndex
CREATE INDEX "HostGrant_hostId_idx" ON "HostGrant"("hostId");

-- CreateIndex
CREATE INDEX "Certificate_notAfter_idx" ON "Certificate"("notAfter");

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_teamId_name_key" ON "Certificate"("teamId", "name");

-- CreateIndex
CREATE INDEX "AuditEvent_teamId_id_idx" ON "AuditEvent"("teamId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_teamId_actorId_id_idx" ON "AuditEvent"("teamId", "actorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_teamId_action_id_idx" ON "AuditEvent"("teamId", "action", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_teamId_targetId_id_idx" ON "AuditEvent"("teamId", "targetId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- AddForeignKey
ALTER TABLE "Identity" ADD CONSTRAINT "Identity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MembershipApp" ADD CONSTRAINT "MembershipApp_membershipId_fkey" FOREIGN KEY ("membershipId") REFERENCES "Membership"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MembershipApp" ADD CONSTRAINT "MembershipApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiTokenApp" ADD CONSTRAINT "ApiTokenApp_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "ApiToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiTokenApp" ADD CONSTRAINT "ApiTokenApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeployHook" ADD CONSTRAINT "DeployHook_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeployHookDelivery" ADD CONSTRAINT "DeployHookDelivery_hookId_fkey" FOREIGN KEY ("hookId") REFERENCES "DeployHook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostGrant" ADD CONSTRAINT "HostGrant_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostGrant" ADD CONSTRAINT "HostGrant_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A row and what it refers to belong to the same team, as everywhere (see the migration same_team_references).

CREATE UNIQUE INDEX "Membership_teamId_id_key" ON "Membership" ("teamId", "id");
CREATE UNIQUE INDEX "ApiToken_teamId_id_key" ON "ApiToken" ("teamId", "id");
CREATE UNIQUE INDEX "DeployHook_teamId_id_key" ON "DeployHook" ("teamId", "id");

ALTER TABLE "MembershipApp" DROP CONSTRAINT "MembershipApp_membershipId_fkey", DROP CONSTRAINT "MembershipApp_appId_fkey",
  ADD CONSTRAINT "MembershipApp_membershipId_fkey" FOREIGN KEY ("teamId", "membershipId") REFERENCES "Membership" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "MembershipApp_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ApiTokenApp" DROP CONSTRAINT "ApiTokenApp_tokenId_fkey", DROP CONSTRAINT "ApiTokenApp_appId_fkey",
  ADD CONSTRAINT "ApiTokenApp_tokenId_fkey" FOREIGN KEY ("teamId", "tokenId") REFERENCES "ApiToken" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "ApiTokenApp_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "DeployHook" DROP CONSTRAINT "DeployHook_appId_fkey",
  ADD CONSTRAINT "DeployHook_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "DeployHookDelivery" DROP CONSTRAINT "DeployHookDelivery_hookId_fkey",
  ADD CONSTRAINT "DeployHookDelivery_hookId_fkey" FOREIGN KEY ("teamId", "hookId") REFERENCES "DeployHook" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What runs on a host needs its team's grant for it. Whoever adds a host has one at once.
-- (Bodies of functions write their semicolons as \x3b: migrations are cut into statements at every real one.)

INSERT INTO "HostGrant" ("teamId", "hostId") SELECT "teamId", "id" FROM "Host";

CREATE FUNCTION grant_own_host() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "HostGrant" ("teamId", "hostId") VALUES (NEW."teamId", NEW."id")\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER host_granted_to_its_team AFTER INSERT ON "Host" FOR EACH ROW EXECUTE FUNCTION grant_own_host();

ALTER TABLE "AppHost" DROP CONSTRAINT "AppHost_hostId_fkey",
  ADD CONSTRAINT "AppHost_hostId_fkey" FOREIGN KEY ("teamId", "hostId") REFERENCES "HostGrant" ("teamId", "hostId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Replica" DROP CONSTRAINT "Replica_hostId_fkey",
  ADD CONSTRAINT "Replica_hostId_fkey" FOREIGN KEY ("teamId", "hostId") REFERENCES "HostGrant" ("teamId", "hostId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The audit log is only ever added to. Retention says so for its own transaction:
-- SET LOCAL gapless.audit_retention = 'on', and may then delete, and change nothing.

CREATE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF TG_OP = ''DELETE'' AND current_setting(''gapless.audit_retention'', true) = ''on'' THEN
    RETURN OLD\x3b
  END IF\x3b
  RAISE EXCEPTION ''the audit log is only ever added to'' USING ERRCODE = ''insufficient_privilege''\x3b
END';
CREATE TRIGGER audit_events_are_kept BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION keep_audit_events();
CREATE FUNCTION keep_audit_table() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  RAISE EXCEPTION ''the audit log is only ever added to'' USING ERRCODE = ''insufficient_privilege''\x3b
END';
CREATE TRIGGER audit_table_is_kept BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_table();
