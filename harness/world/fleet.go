package world

import (
	"slices"

	"anchorage/harness/history"
	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
)

func fleets(f *scenarios.File) []mailbox.FleetSpec {
	zone := zoneName(f.Owners)
	out := make([]mailbox.FleetSpec, len(f.Fleet))
	for i, x := range f.Fleet {
		out[i] = mailbox.FleetSpec{
			Name: x.Name, Provider: x.Provider, Mailboxes: x.Mailboxes, Authorization: x.Authorization, TimeZone: zone,
			CustomDomain: x.Address.CustomDomain.F(), OtherSignIn: x.Address.OtherSignIn.F(),
			CustomDomainListed: x.Address.CustomDomainListed.F(), StandardUnlisted: x.Address.StandardUnlisted.F(),
		}
	}
	return out
}

func zoneName(o people.Owners) string {
	b, _ := o.TimeZone.MarshalText()
	return string(b)
}

// members answers which mailboxes a provider and a cohort select.
type members struct {
	all     []mailbox.Spec
	cohorts map[string]people.Selector
}

func membersOf(specs []mailbox.Spec, f *scenarios.File) members {
	return members{all: specs, cohorts: f.Cohorts}
}

// of lists ids, sorted; an empty provider or cohort does not restrict.
func (m members) of(provider, cohort string) []string {
	return m.selected(m.cohorts[cohort], provider)
}

func (m members) selected(s people.Selector, provider string) []string {
	var out []string
	for _, x := range m.all {
		if (provider == "" || x.Provider == provider) && matches(s, x) {
			out = append(out, x.ID)
		}
	}
	slices.Sort(out)
	return out
}

func matches(s people.Selector, x mailbox.Spec) bool {
	is := func(want, have string) bool { return want == "" || want == have }
	return is(s.Provider, x.Provider) && is(s.Fleet, x.Fleet) && is(s.Authorization, x.Authorization) && is(s.Address, x.AddressKind)
}

// header describes the world for its history.
func (w *world) header(c sut.Capabilities) history.Header {
	f := w.File
	h := history.Header{
		Version: history.Version, Scenario: f.Name, Title: f.Title, Note: f.Note, Variant: w.Variant, Seed: f.Seed,
		From: f.Clock.From.Time, Until: f.Clock.Until.Time, Poll: c.Poll, Relinks: c.Relink, Alerts: c.Alerts, Writes: c.Writes, Fixed: !c.Operated,
		AskAgain: c.AskAgain, AskPerHour: c.AskPerHour, OrderedOnly: c.OrderedOnly, Retry: c.Retry, Trial: c.Trial,
		Contract: c.Contract,
		Team:     f.Team, OwnerZone: zoneName(f.Owners), Expect: f.Expect,
	}
	providers := map[string]bool{}
	for _, x := range w.specs {
		providers[x.Provider] = true
		h.Mailboxes = append(h.Mailboxes, history.Mailbox{ID: x.ID, Fleet: x.Fleet, Provider: x.Provider, Authorization: x.Authorization, Address: x.AddressKind})
	}
	add := func(name string, s people.Selector) {
		h.Cohorts = append(h.Cohorts, history.Cohort{Name: name, Select: s, Members: w.members.selected(s, "")})
	}
	for _, p := range sortedKeys(providers) {
		add(p, people.Selector{Provider: p})
	}
	for _, name := range sortedKeys(f.Cohorts) {
		if !providers[name] {
			add(name, f.Cohorts[name])
		}
	}
	return h
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
