package identity

import (
	"fmt"
	"strings"
	"time"

	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// account is one person who can sign in, and what clients were granted.
type account struct {
	spec  *mailbox.Spec
	owner uint64 // stands for the account in tokens; tells nothing about it

	grants []*grant // by number; nil once its tokens are all beyond use
	codes  []*code  // that may still be redeemed, or be found redeemed
	issued uint32   // codes so far
}

// grant is one sign-in's permission for one client: what its refresh tokens
// carry on.
type grant struct {
	client string
	kind   string     // mailbox.Live or mailbox.IdentityPlatform
	sets   []scopeSet // what was consented to, then each selection that tokens were asked for
	issued uint32     // tokens so far
	used   uint32     // the newest whose access token the calendar API was shown
	last   time.Time  // when the newest was issued
	// Both are for good: revoked as by a changed password; withdrawn is the
	// consent to the client, by its owner.
	revoked, withdrawn bool
}

// accounts finds them. It does not change once made.
type accounts struct {
	bySignIn map[string]*account // key: Spec.SignIn, lower case
	byID     map[string]*account // key: Spec.ID
	byOwner  map[uint64]*account // key: account.owner
	tenants  map[string]bool     // key: Spec.TID, lower case
}

// newAccounts panics when two mailboxes have one sign-in address: a mistake of
// the fleet's generator, which would let one owner into the other's mailbox.
func newAccounts(seed keyed.Seed, specs []*mailbox.Spec) accounts {
	all := accounts{map[string]*account{}, map[string]*account{}, map[uint64]*account{}, map[string]bool{}}
	for _, spec := range specs {
		a := &account{spec: spec, owner: seed.Uint64(spec.ID, "token owner", 0)}
		address := strings.ToLower(spec.SignIn)
		other, taken := all.bySignIn[address]
		if !taken {
			other, taken = all.byOwner[a.owner]
		}
		if taken {
			panic(fmt.Sprintf("identity: %s and %s would be one account", other.spec.ID, spec.ID))
		}
		all.bySignIn[address], all.byID[spec.ID], all.byOwner[a.owner] = a, a, a
		all.tenants[strings.ToLower(spec.TID)] = true
	}
	return all
}

// consumer says whether it is a personal account.
func (a *account) consumer() bool { return a.spec.Provider == mailbox.OutlookCom }

// grantLocked opens a new grant and gives its number. Grants whose last token is
// beyond use are forgotten.
func (a *account) grantLocked(g *grant, now time.Time) int {
	for i, old := range a.grants {
		if old != nil && now.Sub(old.last) > 2*refreshIdleLife {
			a.grants[i] = nil
		}
	}
	a.grants = append(a.grants, g)
	return len(a.grants) - 1
}

func (a *account) findGrantLocked(number uint16) *grant {
	if int(number) >= len(a.grants) {
		return nil
	}
	return a.grants[number]
}

// outdated says whether a refresh token is older than one that was used.
func (s *Server) outdated(a *account, t sealed) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := a.findGrantLocked(t.grant)
	return g != nil && t.n < g.used
}

// Grant tells what an access token stands for; expired ones are still known
// (Grant.Expires tells). It is what the calendar APIs ask.
func (s *Server) Grant(token string) (mailbox.Grant, bool) {
	s.open()
	t, ok := unseal(s.Seed, accessToken, token)
	if !ok {
		return mailbox.Grant{}, false
	}
	a := s.accounts.byOwner[t.owner]
	if a == nil {
		return mailbox.Grant{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	g := a.findGrantLocked(t.grant)
	if g == nil || int(t.set) >= len(g.sets) {
		return mailbox.Grant{}, false
	}
	g.used = max(g.used, t.n)
	set := &g.sets[t.set]
	return mailbox.Grant{
		Mailbox: a.spec.ID, Kind: g.kind, Audience: set.audience, Scopes: set.names,
		Expires: time.Unix(0, t.at).UTC().Add(s.accessLife()),
	}, true
}

// Revoke ends what a mailbox's owner has granted so far, to all clients: their
// refresh tokens fail from now on, access tokens live to their end. It reports
// whether there is such a mailbox. Signing in again makes new grants.
func (s *Server) Revoke(mailboxID string) bool {
	s.open()
	a := s.accounts.byID[mailboxID]
	if a == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range a.grants {
		if g != nil {
			g.revoked = true
		}
	}
	return true
}
