ALTER TABLE "Host" ADD COLUMN "anyAddress" BOOLEAN NOT NULL DEFAULT false;

-- A name may lead elsewhere by now, an address may not. Who gave a host its name is in the audit log.
UPDATE "Host" AS h SET "anyAddress" = true
WHERE h."endpoint"->>'type' = 'socket'
  OR h."endpoint"->>'host' ~ '^[0-9.]+$'
  OR h."endpoint"->>'host' LIKE '%:%'
  OR (
    SELECT EXISTS (SELECT 1 FROM "User" u WHERE u."id" = e."actorId" AND u."isOperator")
      OR EXISTS (SELECT 1 FROM "ApiToken" t WHERE t."id" = e."actorId" AND t."isOperator")
    FROM "AuditEvent" e
    WHERE e."targetId" = h."id" AND (
      e."action" = 'host.create'
      OR (e."action" = 'host.update' AND e."before"->'endpoint' IS DISTINCT FROM e."after"->'endpoint')
    )
    ORDER BY e."at" DESC, e."id" DESC LIMIT 1
  );
