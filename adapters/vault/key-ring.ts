type Keys = readonly [string, ...string[]]

/** Keys of 32 bytes in base64: the first seals and signs, all of them open. As they are at the moment, or for good. */
export type KeyRing = Keys | (() => Keys)

export const presentKeys = (ring: KeyRing): Keys => (typeof ring === 'function' ? ring() : ring)
