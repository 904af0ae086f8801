type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The JSON Schema of a JSON Merge Patch (RFC 7396) for what `schema` describes: nothing is required, nothing has a
 * default, null removes, and objects are patched in the same way. What a patch leaves open may be of several kinds.
 */
export const mergePatchSchema = (schema: Json): Json => {
  const { required: _, default: __, properties, additionalProperties, oneOf, anyOf, ...rest } = schema
  const kinds = oneOf ?? anyOf
  return {
    ...rest,
    ...(Array.isArray(kinds) ? { anyOf: kinds.filter(isObject).map(mergePatchSchema) } : {}),
    ...(isObject(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, nullable(inner)])) }
      : {}),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties: isObject(additionalProperties) ? nullable(additionalProperties) : additionalProperties,
        }),
  }
}

const nullable = (schema: unknown): unknown =>
  isObject(schema) ? { anyOf: [mergePatchSchema(schema), { type: 'null' }] } : schema
