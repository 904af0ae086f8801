/** Code that people put into their own apps: when to be called ready, and how to leave without dropping a request. */
export interface Snippet {
  id: string
  title: string
  code: (path: string) => string
}

export const healthSnippets: readonly Snippet[] = [
  {
    id: 'express',
    title: 'Express',
    code: (path) => `// 200 only once the app can really work: add what it depends on.
app.get('${path}', async (req, res) => {
  try {
    await db.query('select 1')
    res.status(200).json({ status: 'ok' })
  } catch {
    res.status(503).json({ status: 'starting' })
  }
})`,
  },
  {
    id: 'fastapi',
    title: 'FastAPI',
    code: (path) => `# 200 only once the app can really work: add what it depends on.
from fastapi import Response

@app.get("${path}")
async def health(response: Response):
    try:
        await database.execute("select 1")
    except Exception:
        response.status_code = 503
        return {"status": "starting"}
    return {"status": "ok"}`,
  },
  {
    id: 'django',
    title: 'Django',
    code: (path) => `# urls.py; add the replicas' addresses to ALLOWED_HOSTS.
from django.db import connection
from django.http import JsonResponse
from django.urls import path

def health(request):
    try:
        connection.ensure_connection()
    except Exception:
        return JsonResponse({"status": "starting"}, status=503)
    return JsonResponse({"status": "ok"})

urlpatterns = [path("${path.replace(/^\//, '')}", health)]`,
  },
]

export const shutdownSnippets: readonly Snippet[] = [
  {
    id: 'express',
    title: 'Express',
    code: () => `// SIGTERM comes when no new request does. Finish what runs, then leave.
const server = app.listen(process.env.PORT ?? 3000, '0.0.0.0')

process.on('SIGTERM', () => {
  server.close(async () => {
    await db.end()
    process.exit(0)
  })
  server.closeIdleConnections()
})`,
  },
  {
    id: 'fastapi',
    title: 'FastAPI',
    code: () => `# uvicorn finishes running requests on SIGTERM by itself; exec lets the signal reach it.
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "25"]`,
  },
  {
    id: 'django',
    title: 'Django',
    code: () => `# gunicorn finishes running requests on SIGTERM by itself; exec lets the signal reach it.
CMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000", "--graceful-timeout", "25"]`,
  },
]
