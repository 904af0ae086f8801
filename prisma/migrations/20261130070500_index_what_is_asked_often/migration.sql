-- Asked every second by every worker: incidents that are held. There are few of them, among all that ever were.
CREATE INDEX "Incident_held" ON "Incident" ("heldUntil") WHERE "toldAt" IS NULL AND "heldUntil" IS NOT NULL;

-- Asked every minute by every worker: what is old enough to be forgotten.
CREATE INDEX "Delivery_createdAt_idx" ON "Delivery"("createdAt");
CREATE INDEX "StatusMail_createdAt_idx" ON "StatusMail"("createdAt");
