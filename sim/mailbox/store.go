package mailbox

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/sim/clock"
	"anchorage/sim/keyed"
)

// Kinds of Change.
const (
	Created = "created"
	Updated = "updated"
	Deleted = "deleted"
)

// Who changes a mailbox.
const (
	ByOwner = "owner" // the owner themselves, in the provider's own calendar
	ByAPI   = "api"   // a client, by HTTP
)

// Change is what happened to one event.
type Change struct {
	At      time.Time
	Mailbox string // Spec.ID
	Kind    string // Created, Updated or Deleted
	Event   Event  // as it is now; as it last was when Deleted
	By      string // ByOwner or ByAPI
	Seq     uint64 // sequence number of the change in its mailbox
	// Series is what the event is the master of, as it is now; nil for a single event
	// and for what is deleted. A change of one occurrence is told as one of its series,
	// with the occurrence as it is now, or last was when Cancelled.
	Series     *Series
	Occurrence *Event
	Cancelled  bool
}

// Store holds all mailboxes of a world. It is safe for concurrent use.
type Store struct {
	clock clock.Clock
	seed  keyed.Seed

	mu        sync.RWMutex
	byID      map[string]*Mailbox // key: Spec.ID
	byAddress map[string]*Mailbox // key: address of a directory, lower case
	byGUID    map[string]*Mailbox // key: MailboxGUID, lower case
	byPUID    map[string]*Mailbox // key: PUID, upper case
	byCID     map[string]*Mailbox // key: CID, lower case
	byOID     map[identity]*Mailbox
	observers []func(Change)
}

type identity struct{ oid, tid string } // lower case

// NewStore returns an empty store. The seed makes its ids.
func NewStore(clk clock.Clock, seed keyed.Seed) *Store {
	return &Store{
		clock: clk, seed: seed,
		byID: map[string]*Mailbox{}, byAddress: map[string]*Mailbox{}, byGUID: map[string]*Mailbox{},
		byPUID: map[string]*Mailbox{}, byCID: map[string]*Mailbox{}, byOID: map[identity]*Mailbox{},
	}
}

// Add creates a mailbox with a default calendar. It panics when another mailbox
// has the same id, identifier or directory entry: that is a mistake of the
// fleet's generator, and one of them could never be reached.
func (s *Store) Add(spec Spec) *Mailbox {
	spec.Directory = slices.Clone(spec.Directory)
	m := newMailbox(s, spec)
	s.mu.Lock()
	defer s.mu.Unlock()
	claim(s.byID, spec.ID, m)
	for _, address := range spec.Directory {
		claim(s.byAddress, strings.ToLower(address), m)
	}
	claim(s.byGUID, strings.ToLower(spec.MailboxGUID), m)
	claim(s.byPUID, strings.ToUpper(spec.PUID), m)
	claim(s.byCID, strings.ToLower(spec.CID), m)
	claim(s.byOID, identity{strings.ToLower(spec.OID), strings.ToLower(spec.TID)}, m)
	return m
}

func claim[K comparable](index map[K]*Mailbox, key K, m *Mailbox) {
	var none K
	if key == none {
		return
	}
	if other, taken := index[key]; taken && other != m {
		panic(fmt.Sprintf("mailbox: %v belongs to %s already, %s cannot have it", key, other.spec.ID, m.spec.ID))
	}
	index[key] = m
}

func find[K comparable](s *Store, index map[K]*Mailbox, key K) (*Mailbox, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok := index[key]
	return m, ok
}

// Get finds a mailbox by its name in the world.
func (s *Store) Get(id string) (*Mailbox, bool) { return find(s, s.byID, id) }

// ByAddress finds the mailbox whose directory entry lists address, whatever its
// case. Addresses that no directory lists lead nowhere, even if an owner signs
// in with them.
func (s *Store) ByAddress(address string) (*Mailbox, bool) {
	return find(s, s.byAddress, strings.ToLower(address))
}

// ByGUID finds a mailbox by its GUID, whatever its case.
func (s *Store) ByGUID(guid string) (*Mailbox, bool) {
	return find(s, s.byGUID, strings.ToLower(guid))
}

// ByPUID finds a mailbox by its PUID, whatever its case.
func (s *Store) ByPUID(puid string) (*Mailbox, bool) {
	return find(s, s.byPUID, strings.ToUpper(puid))
}

// ByCID finds a consumer's mailbox by its CID, whatever its case.
func (s *Store) ByCID(cid string) (*Mailbox, bool) { return find(s, s.byCID, strings.ToLower(cid)) }

// ByOID finds a mailbox by the identity of its owner, whatever its case.
func (s *Store) ByOID(oid, tid string) (*Mailbox, bool) {
	return find(s, s.byOID, identity{strings.ToLower(oid), strings.ToLower(tid)})
}

// All returns the mailboxes in the order of their ids.
func (s *Store) All() []*Mailbox {
	s.mu.RLock()
	all := make([]*Mailbox, 0, len(s.byID))
	for _, m := range s.byID {
		all = append(all, m)
	}
	s.mu.RUnlock()
	slices.SortFunc(all, func(a, b *Mailbox) int { return strings.Compare(a.spec.ID, b.spec.ID) })
	return all
}

// OnChange adds an observer of every change from now on. It is called on the
// goroutine of whoever changes the mailbox, with no lock held, and must not
// block.
func (s *Store) OnChange(observe func(Change)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observers = append(slices.Clip(s.observers), observe)
}

func (s *Store) tell(c Change) {
	s.mu.RLock()
	observers := s.observers
	s.mu.RUnlock()
	for _, observe := range observers {
		observe(c)
	}
}
