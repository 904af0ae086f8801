/** A script that deploys by a hook, signed as Standard Webhooks has it; the secret comes from the environment. */
export const curlExample = (url: string, image: string): string => `id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
at=$(date +%s)
body='{"image":"${image}"}'
key=$(printf %s "\${GAPLESS_HOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$key" -binary | base64)
curl --fail-with-body "${url}" \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" \\
  -H 'content-type: application/json' -d "$body"`
