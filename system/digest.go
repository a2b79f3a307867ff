package system

import (
	"crypto/sha256"
	"encoding/hex"
)

// Digest is what the store keeps of a link's token: its SHA-256 in hex. Whoever
// reads the store cannot use the link.
func Digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
