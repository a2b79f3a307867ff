package identity

import (
	"encoding/base64"
	"encoding/binary"

	"anchorage/sim/keyed"
)

// sealed is what a token or code carries. Its text is a prefix and base64url of
// 32 bytes: three words, masked, and eight bytes that prove them and give the
// masks. Without the seed it is noise: no mailbox id is in it.
type sealed struct {
	owner uint64 // account.owner
	grant uint16 // number within the account; 0 in codes
	set   uint16 // of scopes within the grant; 0 but in access tokens
	n     uint32 // serial within the grant; of a code, within the account
	at    int64  // of issue, nanoseconds since 1970
}

const (
	sealedBytes   = 32
	sealedLetters = 43 // of base64url without padding
)

// form is the look of one kind of secret. Access tokens of personal accounts
// begin EwA or EwB and are opaque (provider contract 2.2); those of work accounts
// are so here as well, since clients must not look into them. The other prefixes
// are not confirmed.
type form struct{ prefix, label string }

var (
	accessToken  = form{"EwB", "access token"}
	refreshToken = form{"M.R3_", "refresh token"}
	authCode     = form{"M.C", "code"}
)

func seal(seed keyed.Seed, f form, t sealed) string {
	words := [3]uint64{t.owner, uint64(t.grant)<<48 | uint64(t.set)<<32 | uint64(t.n), uint64(t.at)}
	proof := prove(seed, f, words)
	var raw [sealedBytes]byte
	for i, word := range words {
		binary.BigEndian.PutUint64(raw[8*i:], word^mask(seed, f, proof, i))
	}
	binary.BigEndian.PutUint64(raw[24:], proof)
	var space [64]byte
	text := append(space[:0], f.prefix...)
	return string(base64.RawURLEncoding.AppendEncode(text, raw[:]))
}

// unseal reads a token; false when this world has not made it.
func unseal(seed keyed.Seed, f form, text string) (sealed, bool) {
	if len(text) != len(f.prefix)+sealedLetters || text[:len(f.prefix)] != f.prefix {
		return sealed{}, false
	}
	var letters [sealedLetters]byte
	var raw [sealedBytes]byte
	copy(letters[:], text[len(f.prefix):])
	if _, err := base64.RawURLEncoding.Strict().Decode(raw[:], letters[:]); err != nil {
		return sealed{}, false
	}
	proof := binary.BigEndian.Uint64(raw[24:])
	var words [3]uint64
	for i := range words {
		words[i] = binary.BigEndian.Uint64(raw[8*i:]) ^ mask(seed, f, proof, i)
	}
	if prove(seed, f, words) != proof {
		return sealed{}, false
	}
	return sealed{words[0], uint16(words[1] >> 48), uint16(words[1] >> 32), uint32(words[1]), int64(words[2])}, true
}

func prove(seed keyed.Seed, f form, words [3]uint64) uint64 {
	h := uint64(0)
	for _, word := range words {
		h = seed.Uint64(f.label, "proof", h^word)
	}
	return h
}

func mask(seed keyed.Seed, f form, proof uint64, i int) uint64 {
	return seed.Uint64(f.label, "mask", proof+uint64(i))
}

// Secret says which kind of secret of this world a text is, as "an access token";
// false when it is none. Expired ones are secrets still.
func (s *Server) Secret(text string) (kind string, secret bool) {
	for _, k := range []struct {
		form form
		name string
	}{{accessToken, "an access token"}, {refreshToken, "a refresh token"}, {authCode, "a sign-in code"}} {
		if _, made := unseal(s.Seed, k.form, text); made {
			return k.name, true
		}
	}
	return "", false
}
