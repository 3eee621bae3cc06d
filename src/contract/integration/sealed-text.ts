/** How sealed credentials look: `v1.<keyId>.<base64url of IV, ciphertext and tag>`. What looks otherwise may be a token in clear. */
export const SEALED_TEXT = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;
