package outlook

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"anchorage/sim/keyed"
)

// deltaToken is the place of a reader in the change log of a mailbox. The
// provider keeps nothing: all of it is in the token, which is proved by a keyed
// code over it and the mailbox, so that one of another mailbox is refused.
type deltaToken struct {
	page  bool   // within a round: a skip token
	graph bool   // dialect that it was issued in
	size  uint16 // page size of the round, 0: the default
	// after, known and upto are sequence numbers: the next page has what came
	// later than after; removals only if later than known. A round ends at upto,
	// fixed when it begins.
	after, known, upto uint32
	from, until        int64 // the window, nanoseconds of Unix time
}

const (
	tokenBytes = 1 + 2 + 3*4 + 2*8
	proofBytes = 16
	tokenText  = (tokenBytes*8 + 5) / 6
	proofText  = (proofBytes*8 + 5) / 6

	pageFlag  = 1
	graphFlag = 2
)

// strict refuses a second spelling of the same token.
var strict = base64.RawURLEncoding.Strict()

// encode gives two base64url parts joined by a dot (provider contract 3.5).
func (t deltaToken) encode(seed keyed.Seed, mailbox string) string {
	var raw [tokenBytes]byte
	if t.page {
		raw[0] |= pageFlag
	}
	if t.graph {
		raw[0] |= graphFlag
	}
	binary.BigEndian.PutUint16(raw[1:], t.size)
	binary.BigEndian.PutUint32(raw[3:], t.after)
	binary.BigEndian.PutUint32(raw[7:], t.known)
	binary.BigEndian.PutUint32(raw[11:], t.upto)
	binary.BigEndian.PutUint64(raw[15:], uint64(t.from))
	binary.BigEndian.PutUint64(raw[23:], uint64(t.until))
	proof := prove(seed, mailbox, raw[:])
	text := make([]byte, 0, tokenText+1+proofText)
	text = strict.AppendEncode(text, raw[:])
	text = append(text, '.')
	return string(strict.AppendEncode(text, proof[:]))
}

// decodeToken reads a token issued for the mailbox; false for anything else.
func decodeToken(seed keyed.Seed, mailbox, text string) (deltaToken, bool) {
	var raw [tokenBytes + 2]byte
	var proof [proofBytes + 2]byte
	if len(text) != tokenText+1+proofText || text[tokenText] != '.' {
		return deltaToken{}, false
	}
	if n, err := strict.Decode(raw[:], []byte(text[:tokenText])); err != nil || n != tokenBytes {
		return deltaToken{}, false
	}
	if n, err := strict.Decode(proof[:], []byte(text[tokenText+1:])); err != nil || n != proofBytes {
		return deltaToken{}, false
	}
	if prove(seed, mailbox, raw[:tokenBytes]) != [proofBytes]byte(proof[:proofBytes]) {
		return deltaToken{}, false
	}
	return deltaToken{
		page: raw[0]&pageFlag != 0, graph: raw[0]&graphFlag != 0, size: binary.BigEndian.Uint16(raw[1:]),
		after: binary.BigEndian.Uint32(raw[3:]), known: binary.BigEndian.Uint32(raw[7:]), upto: binary.BigEndian.Uint32(raw[11:]),
		from: int64(binary.BigEndian.Uint64(raw[15:])), until: int64(binary.BigEndian.Uint64(raw[23:])),
	}, true
}

func prove(seed keyed.Seed, mailbox string, raw []byte) (proof [proofBytes]byte) {
	binary.BigEndian.PutUint64(proof[:], seed.Uint64(string(raw), mailbox, 0))
	binary.BigEndian.PutUint64(proof[8:], seed.Uint64(string(raw), mailbox, 1))
	return proof
}

func (t deltaToken) window() (from, until time.Time) {
	return time.Unix(0, t.from).UTC(), time.Unix(0, t.until).UTC()
}
