-- CreateIndex
CREATE INDEX "AuditEvent_teamId_targetType_id_idx" ON "AuditEvent"("teamId", "targetType", "id");
