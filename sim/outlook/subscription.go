package outlook

import (
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/sim/mailbox"
)

// subscription to the changes of the events of a mailbox. All but expires is fixed.
type subscription struct {
	id          string
	owner       *mailbox.Mailbox
	site        *site
	host        string   // of the API that it was made at
	tokenKind   string   // of the token that made it
	resource    string   // as asked for
	kinds       []string // of changes, as mailbox.Created
	url         string   // to be notified
	clientState string
	expires     time.Time // first instant at which nothing is sent any more
	held        *notice   // waits for the one that follows it
}

// subscriptions are those that exist. An expired one is gone, and is dropped when
// somebody looks for it.
type subscriptions struct {
	mu sync.Mutex
	of map[string][]*subscription // key: Spec.ID; in the order in which they were made
}

func (s *subscriptions) add(x *subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[string][]*subscription{}
	}
	id := x.owner.Spec().ID
	s.of[id] = append(s.of[id], x)
}

// live returns those of a mailbox that have not expired.
func (s *subscriptions) live(mailbox string, now time.Time) []*subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.of[mailbox]
	if len(all) == 0 {
		return nil
	}
	all = slices.DeleteFunc(all, func(x *subscription) bool { return !now.Before(x.expires) })
	s.of[mailbox] = all
	return slices.Clone(all)
}

// find returns a live one as it is now.
func (s *subscriptions) find(mailbox, id string, now time.Time) (*subscription, bool) {
	for _, x := range s.live(mailbox, now) {
		if x.id == id {
			return x, true
		}
	}
	return nil, false
}

// expiry of a subscription; false when it exists no more.
func (s *subscriptions) expiry(x *subscription, now time.Time) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return x.expires, now.Before(x.expires) && slices.Contains(s.of[x.owner.Spec().ID], x)
}

func (s *subscriptions) extend(x *subscription, expires time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.expires = expires
}

func (s *subscriptions) remove(x *subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := x.owner.Spec().ID
	s.of[id] = slices.DeleteFunc(s.of[id], func(other *subscription) bool { return other == x })
}

// wants says whether a kind of change is to be told.
func (x *subscription) wants(kind string) bool { return slices.Contains(x.kinds, kind) }

// changeType lists the kinds as the dialect spells them.
func (x *subscription) changeType() string {
	words := make([]string, len(x.kinds))
	for i, kind := range x.kinds {
		words[i] = x.site.spelled(kind)
	}
	return strings.Join(words, ",")
}

// expiryStamp is an expiry with seven digits, in UTC.
func expiryStamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.0000000Z") }
