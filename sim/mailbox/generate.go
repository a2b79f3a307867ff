package mailbox

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"anchorage/sim/keyed"
)

// FleetSpec describes mailboxes by attribute. Shares are of the fleet, from 0 to
// 1, and exact quotas: round(share x Mailboxes) of them, chosen by the seed.
type FleetSpec struct {
	Name          string
	Provider      string // OutlookCom or Microsoft365
	Mailboxes     int
	Authorization string // Live or IdentityPlatform
	TimeZone      string // IANA name

	CustomDomain       float64 // sign in with an address of a domain of their own
	OtherSignIn        float64 // sign in with an outside address that is no custom domain
	CustomDomainListed float64 // custom domain, and the directory lists that address; counts within CustomDomain
	StandardUnlisted   float64 // standard, but missing in the directory; counts within the standard rest
}

// Domains of generated addresses.
const (
	consumerDomain = "outlook.example"
	workDomain     = "work.example.org"
	ownDomain      = "example.com" // custom domains are below it
	outsideDomain  = "mail.example.net"
)

// Tenants of the consumer world (provider contract 2.1): the one of identities,
// found in tokens, and the one of mailboxes, found in mailbox ids. They differ.
const (
	ConsumerIdentityTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
	ConsumerMailboxTenant  = "84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa"
)

// Generate makes the fleets' mailboxes. Their order and ids do not depend on the
// seed; who has which kind of address and all identifiers do.
func Generate(seed keyed.Seed, fleets []FleetSpec) []Spec {
	g := generator{seed: seed, taken: map[string]bool{}}
	var all []Spec
	for _, f := range fleets {
		all = append(all, g.fleet(f)...)
	}
	return all
}

type generator struct {
	seed  keyed.Seed
	taken map[string]bool // identifiers already given
}

func (g *generator) fleet(f FleetSpec) []Spec {
	ids := make([]string, max(f.Mailboxes, 0))
	width := max(4, len(strconv.Itoa(f.Mailboxes)))
	for i := range ids {
		ids[i] = fmt.Sprintf("%s-%0*d", f.Name, width, i+1)
	}
	kinds := g.addressKinds(f, ids)
	specs := make([]Spec, len(ids))
	for i, id := range ids {
		s := Spec{ID: id, Fleet: f.Name, Provider: f.Provider, Authorization: f.Authorization, TimeZone: f.TimeZone}
		g.address(&s, kinds[id])
		g.identify(&s)
		specs[i] = s
	}
	return specs
}

// addressKind is a kind of address and whether the directory has the exception:
// lists a custom domain, or does not list a standard address.
type addressKind struct {
	kind      string
	exception bool
}

// addressKinds deals one permutation of the fleet out to the kinds in turn, so
// that they are disjoint and each has its exact number.
func (g *generator) addressKinds(f FleetSpec, ids []string) map[string]addressKind {
	order := g.seed.Quota(f.Name+"/address", ids, 1)
	next := func(share float64) []string {
		k := min(int(math.Round(share*float64(len(ids)))), len(order))
		dealt := order[:k]
		order = order[k:]
		return dealt
	}
	kinds := make(map[string]addressKind, len(ids))
	custom := next(f.CustomDomain)
	listed := int(math.Round(f.CustomDomainListed * float64(len(ids))))
	for i, id := range custom {
		kinds[id] = addressKind{CustomDomain, i < listed}
	}
	for _, id := range next(f.OtherSignIn) {
		kinds[id] = addressKind{OtherSignIn, false}
	}
	for _, id := range next(f.StandardUnlisted) {
		kinds[id] = addressKind{Standard, true}
	}
	for _, id := range order {
		kinds[id] = addressKind{Standard, false}
	}
	return kinds
}

// address gives the sign-in name, the mailbox address and the directory entry.
// An account whose address is not hosted by the provider has a synthetic mailbox
// address (provider contract 2.5).
func (g *generator) address(s *Spec, k addressKind) {
	name := strings.ToLower(s.ID)
	s.AddressKind = k.kind
	if k.kind == Standard {
		domain := consumerDomain
		if s.Provider == Microsoft365 {
			domain = workDomain
		}
		s.SignIn = name + "@" + domain
		s.Address = s.SignIn
		if !k.exception {
			s.Directory = []string{s.Address}
		}
		return
	}
	s.SignIn = name + "@" + outsideDomain
	if k.kind == CustomDomain {
		s.SignIn = name + "@" + name + "." + ownDomain
	}
	s.Address = "outlook_" + g.unique(s.ID, "synthetic address", "%016X") + "@" + consumerDomain
	s.Directory = []string{s.Address}
	if k.exception {
		s.Directory = append(s.Directory, s.SignIn)
	}
}

// identify gives the identifiers. Those of one consumer are unrelated to one
// another but for the two pairs that contract 2.1 names: the object id is made
// from the CID, the mailbox GUID from the PUID.
func (g *generator) identify(s *Spec) {
	if s.Provider == Microsoft365 {
		s.TID = guid(g.seed.Uint64(s.Fleet, "tenant", 0), g.seed.Uint64(s.Fleet, "tenant", 1))
		s.OID = guid(g.seed.Uint64(s.ID, "object id", 0), g.seed.Uint64(s.ID, "object id", 1))
		s.MailboxGUID = guid(g.seed.Uint64(s.ID, "mailbox", 0), g.seed.Uint64(s.ID, "mailbox", 1))
		s.PUID = "10032" + g.unique(s.ID, "puid", "%016X")[5:]
		return
	}
	s.TID = ConsumerIdentityTenant
	s.CID = g.unique(s.ID, "cid", "%016x")
	s.OID = "00000000-0000-0000-" + s.CID[:4] + "-" + s.CID[4:]
	heads := []string{"00030000", "00034001", "00037FFE", "0003BFFD"} // seen in real ones
	head := heads[g.seed.IntN(s.ID, "puid head", 0, len(heads))]
	s.PUID = head + g.unique(s.ID, "puid", "%016X")[8:]
	p := strings.ToLower(s.PUID)
	s.MailboxGUID = p[:8] + "-" + p[8:12] + "-" + p[12:] + "-0000-000000000000"
}

// unique draws 64 bits, in hex, whose last 32 no other draw of that kind has.
func (g *generator) unique(id, kind, format string) string {
	for n := uint64(0); ; n++ {
		text := fmt.Sprintf(format, g.seed.Uint64(id, kind, n))
		if key := kind + text[8:]; !g.taken[key] {
			g.taken[key] = true
			return text
		}
	}
}

func guid(a, b uint64) string {
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}
