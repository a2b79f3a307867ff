package mailbox

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"

	"anchorage/sim/keyed"
)

// Opaque ids. Real item ids embed the mailbox GUID (provider contract 2.1). Here
// they do not: the team of 2022 had no way from the tokens and data it held to
// the mailbox id, so what it could read must not contain it. Ids are computed
// from an item's number when somebody asks, and not stored: a mailbox of thirty
// events costs no more than its records.
//
// An id is a prefix and base64url of 36 bytes: 16 of the mailbox, 8 of the item's
// number, masked, 4 of the kind of item, and 8 that prove the rest.

const (
	idBytes      = 36
	itemCalendar = 0x01
	itemEvent    = 0x04
	itemInstance = 0x05 // an occurrence of a series
)

// idKey is what the ids of one mailbox are made with.
type idKey struct {
	seed   keyed.Seed
	entity string // Spec.ID
	prefix string
	own    [16]byte // same in all ids of the mailbox, unrelated to its GUID
	mask   uint64
}

func newIDKey(seed keyed.Seed, s *Spec) idKey {
	k := idKey{seed: seed, entity: s.ID, prefix: "AAMk", mask: seed.Uint64(s.ID, "item mask", 0)}
	if s.Provider == OutlookCom {
		k.prefix = "AQMk"
	}
	binary.BigEndian.PutUint64(k.own[:8], seed.Uint64(s.ID, "item id", 0))
	binary.BigEndian.PutUint64(k.own[8:], seed.Uint64(s.ID, "item id", 1))
	return k
}

// id names item number n of a kind.
func (k *idKey) id(kind byte, n uint32) string { return k.slotID(kind, n, 0) }

// instance names the occurrence that series n has on a day. It begins like the
// master's id (provider contract 3.3).
func (k *idKey) instance(n uint32, d Day) string {
	return k.slotID(itemInstance, n, uint32(d)&daySlots)
}

// daySlots is the part of a day's number that an id has room for: dates up to the
// year 47000.
const daySlots = 1<<24 - 1

func (k *idKey) slotID(kind byte, n, slot uint32) string {
	var raw [idBytes]byte
	copy(raw[:16], k.own[:])
	binary.BigEndian.PutUint64(raw[16:], k.mask^uint64(n))
	binary.BigEndian.PutUint32(raw[24:], slot<<8)
	raw[27] = kind
	binary.BigEndian.PutUint64(raw[28:], k.seed.Uint64(k.entity, "item proof", uint64(slot)<<40|uint64(kind)<<32|uint64(n)))
	text := make([]byte, 0, 4+idBytes*4/3)
	text = append(text, k.prefix...)
	return string(base64.RawURLEncoding.AppendEncode(text, raw[:]))
}

// number is the inverse of id.
func (k *idKey) number(kind byte, id string) (uint32, bool) {
	n, slot, ok := k.read(kind, id)
	return n, ok && slot == 0
}

// occurrence is the inverse of instance.
func (k *idKey) occurrence(id string) (n uint32, d Day, ok bool) {
	n, slot, ok := k.read(itemInstance, id)
	return n, Day(slot), ok
}

// read is the inverse of slotID.
func (k *idKey) read(kind byte, id string) (n, slot uint32, ok bool) {
	var raw [idBytes]byte
	if len(id) != len(k.prefix)+idBytes*4/3 || id[:len(k.prefix)] != k.prefix {
		return 0, 0, false
	}
	if _, err := base64.RawURLEncoding.Decode(raw[:], []byte(id[len(k.prefix):])); err != nil {
		return 0, 0, false
	}
	number := binary.BigEndian.Uint64(raw[16:]) ^ k.mask
	slot = binary.BigEndian.Uint32(raw[24:]) >> 8
	if raw[27] != kind || number>>32 != 0 || k.slotID(kind, uint32(number), slot) != id {
		return 0, 0, false
	}
	return uint32(number), slot, true
}

// WellFormedID says whether text could be an item id of some mailbox, so that
// "malformed" and "not found" can be told apart.
func WellFormedID(text string) bool {
	if len(text) != 4+idBytes*4/3 || (text[:4] != "AAMk" && text[:4] != "AQMk") {
		return false
	}
	_, err := base64.RawURLEncoding.DecodeString(text[4:])
	return err == nil
}

// changeKey names one version of an item.
func (k *idKey) changeKey(n, seq uint32) string { return k.slotKey(n, 0, seq) }

// slotKey names one version of the exception that series n has on a day.
func (k *idKey) slotKey(n uint32, d Day, seq uint32) string {
	var raw [18]byte
	binary.BigEndian.PutUint64(raw[:], k.mask^uint64(d))
	binary.BigEndian.PutUint64(raw[8:], k.seed.Uint64(k.entity, "change key", uint64(n)<<32|uint64(seq)))
	return base64.StdEncoding.EncodeToString(raw[:])
}

// iCalUID has the constant head of Exchange's global object ids (provider
// contract 3.2).
func (k *idKey) iCalUID(n uint32) string { return k.slotUID(n, 0) }

// uidHead is where those ids begin, and the zeros before a day's number.
const uidHead = "040000008200E00074C5B7101A82E008" + "000000000000000000000000"

// slotUID is another one for each occurrence (provider contract 3.3).
func (k *idKey) slotUID(n uint32, d Day) string {
	day := strconv.Itoa(int(d))
	text := make([]byte, 0, len(uidHead)+16+8)
	text = append(text, uidHead[:len(uidHead)-len(day)]...)
	text = append(text, day...)
	text = appendHex(text, k.mask, 16)
	return string(appendHex(text, uint64(n), 8))
}

// appendHex writes a number with so many digits. Every answer that tells an event
// has two of them, so they are worth more than a format.
func appendHex(text []byte, n uint64, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		text = append(text, "0123456789ABCDEF"[n>>shift&0xf])
	}
	return text
}
