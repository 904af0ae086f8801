-- The path of a webhook's URL is often its secret. What was shown of those that are there is cut as core/channels/shown does.
UPDATE "Channel" SET "shown" = jsonb_set("shown", '{url}', to_jsonb(
  cut.origin || left(cut.path, 4) || '…' || CASE WHEN length(cut.path) < 24 THEN '' ELSE right(cut.path, 4) END))
FROM (
  SELECT "id", url.origin, substr("shown"->>'url', length(url.origin) + 1) AS path
  FROM "Channel", LATERAL (SELECT substring("shown"->>'url' from '^[a-z]+://[^/]+') AS origin) AS url
  WHERE "type" = 'webhook'
) AS cut
WHERE cut."id" = "Channel"."id" AND length(cut.path) > 8;
