import { problemOf } from '@/app/_server/problem'
import { requestIdOf } from '@/app/_server/request-id'
import { problemResponse } from '@/app/_server/to-response'
import { GaplessError } from '@/core/errors'

const nothingHere = (request: Request): Response =>
  problemResponse(
    problemOf(
      new GaplessError('not_found', 'no_such_call', 'The API has no such call; /api/v1/openapi.json lists them all.'),
    ),
    requestIdOf(request),
  )

export const GET = nothingHere
export const POST = nothingHere
export const PUT = nothingHere
export const PATCH = nothingHere
export const DELETE = nothingHere
