-- Who is told of incidents is told of certificates that come to their end, unless they choose otherwise.
UPDATE "Channel" SET "events" = array_append("events", 'certificate.expiring')
WHERE 'incident.opened' = ANY("events") AND NOT 'certificate.expiring' = ANY("events");
