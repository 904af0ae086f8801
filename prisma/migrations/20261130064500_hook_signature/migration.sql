-- A delivery whose name is not signed is known again by its signature.
ALTER TABLE "DeployHookDelivery" ADD COLUMN "signature" TEXT;

CREATE UNIQUE INDEX "DeployHookDelivery_hookId_signature_key" ON "DeployHookDelivery"("hookId", "signature");
