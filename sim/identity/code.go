package identity

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"time"
)

// code is an authorization code: good once, for ten minutes (provider contract
// 2.2).
type code struct {
	n      uint32 // serial within the account
	at     time.Time
	kind   string // mailbox.Live or mailbox.IdentityPlatform
	client string
	back   string // redirect_uri
	nonce  string
	scopes scopeSet
	proof  challenge
	used   bool
}

// challenge is the promise of PKCE that the redeemer will show the verifier. The
// zero value promises nothing.
type challenge struct{ text, method string }

// Limits of verifiers and challenges (RFC 7636).
const (
	minVerifierLetters = 43
	maxVerifierLetters = 128
)

// check says why a challenge is refused, "" if it is not. An omitted method means
// plain (provider contract 2.2).
func (p challenge) check() string {
	switch {
	case p.text == "" && p.method == "":
		return ""
	case len(p.text) < minVerifierLetters || len(p.text) > maxVerifierLetters:
		return "The size of the code_challenge parameter is not valid."
	case p.method != "" && p.method != "S256" && p.method != "plain":
		return "The code_challenge_method parameter is not supported: it must be S256 or plain."
	}
	return ""
}

// met says whether a verifier is the one that was promised.
func (p challenge) met(verifier string) bool {
	if p.text == "" {
		return verifier == ""
	}
	if p.method == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(verifier), []byte(p.text)) == 1
}

// issueCode stores a code and gives its text. Codes of the account that have
// expired are forgotten.
func (s *Server) issueCode(a *account, made code) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := a.codes[:0]
	for _, old := range a.codes {
		if made.at.Sub(old.at) < codeLife {
			kept = append(kept, old)
		}
	}
	clear(a.codes[len(kept):])
	made.n = a.issued
	a.issued++
	a.codes = append(kept, &made)
	return seal(s.Seed, authCode, sealed{owner: a.owner, n: made.n, at: made.at.UnixNano()})
}

func (a *account) findCodeLocked(n uint32) *code {
	for _, c := range a.codes {
		if c.n == n {
			return c
		}
	}
	return nil
}
