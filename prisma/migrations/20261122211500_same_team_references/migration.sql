-- A row and what it refers to belong to the same team: the database itself refuses a reference across teams, whatever a
-- query says. Each constraint takes the place of the one on the id alone and keeps its name.

CREATE UNIQUE INDEX "App_teamId_id_key" ON "App" ("teamId", "id");
CREATE UNIQUE INDEX "Host_teamId_id_key" ON "Host" ("teamId", "id");
CREATE UNIQUE INDEX "Release_teamId_id_key" ON "Release" ("teamId", "id");
CREATE UNIQUE INDEX "Deployment_teamId_id_key" ON "Deployment" ("teamId", "id");


ALTER TABLE "Domain" DROP CONSTRAINT "Domain_appId_fkey",
  ADD CONSTRAINT "Domain_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "AppHost" DROP CONSTRAINT "AppHost_appId_fkey", DROP CONSTRAINT "AppHost_hostId_fkey",
  ADD CONSTRAINT "AppHost_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "AppHost_hostId_fkey" FOREIGN KEY ("teamId", "hostId") REFERENCES "Host" ("teamId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Release" DROP CONSTRAINT "Release_appId_fkey",
  ADD CONSTRAINT "Release_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Deployment.releaseId keeps its own: ON DELETE SET NULL must not empty teamId. Checked at the end of the transaction,
-- when the other one has done its work.
ALTER TABLE "Deployment" DROP CONSTRAINT "Deployment_appId_fkey",
  ADD CONSTRAINT "Deployment_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "Deployment_same_team_release" FOREIGN KEY ("teamId", "releaseId") REFERENCES "Release" ("teamId", "id") DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE "DeploymentStep" DROP CONSTRAINT "DeploymentStep_deploymentId_fkey",
  ADD CONSTRAINT "DeploymentStep_deploymentId_fkey" FOREIGN KEY ("teamId", "deploymentId") REFERENCES "Deployment" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "DeploymentEvent" DROP CONSTRAINT "DeploymentEvent_deploymentId_fkey",
  ADD CONSTRAINT "DeploymentEvent_deploymentId_fkey" FOREIGN KEY ("teamId", "deploymentId") REFERENCES "Deployment" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Replica" DROP CONSTRAINT "Replica_appId_fkey", DROP CONSTRAINT "Replica_hostId_fkey", DROP CONSTRAINT "Replica_releaseId_fkey",
  ADD CONSTRAINT "Replica_appId_fkey" FOREIGN KEY ("teamId", "appId") REFERENCES "App" ("teamId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "Replica_hostId_fkey" FOREIGN KEY ("teamId", "hostId") REFERENCES "Host" ("teamId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "Replica_releaseId_fkey" FOREIGN KEY ("teamId", "releaseId") REFERENCES "Release" ("teamId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
