package mailbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

var incident = []mailbox.FleetSpec{
	{Name: "outlook", Provider: mailbox.OutlookCom, Mailboxes: 1000, Authorization: mailbox.Live, TimeZone: "Europe/London",
		CustomDomain: 0.08, OtherSignIn: 0.013, CustomDomainListed: 0.005, StandardUnlisted: 0.002},
	{Name: "microsoft365", Provider: mailbox.Microsoft365, Mailboxes: 300, Authorization: mailbox.IdentityPlatform, TimeZone: "Europe/London"},
}

func listed(s mailbox.Spec, address string) bool { return slices.Contains(s.Directory, address) }

func count(specs []mailbox.Spec, fits func(mailbox.Spec) bool) (n int) {
	for _, s := range specs {
		if fits(s) {
			n++
		}
	}
	return n
}

func TestGenerateQuotasAreExact(t *testing.T) {
	for _, seed := range []keyed.Seed{1, 2, 20220301} {
		specs := mailbox.Generate(seed, incident)
		require.Len(t, specs, 1300)
		kind := func(name string) func(mailbox.Spec) bool {
			return func(s mailbox.Spec) bool { return s.Fleet == "outlook" && s.AddressKind == name }
		}
		assert.Equal(t, 80, count(specs, kind(mailbox.CustomDomain)))
		assert.Equal(t, 13, count(specs, kind(mailbox.OtherSignIn)))
		assert.Equal(t, 907, count(specs, kind(mailbox.Standard)))
		assert.Equal(t, 5, count(specs, func(s mailbox.Spec) bool { return s.AddressKind == mailbox.CustomDomain && listed(s, s.SignIn) }))
		assert.Equal(t, 2, count(specs, func(s mailbox.Spec) bool { return s.AddressKind == mailbox.Standard && len(s.Directory) == 0 }))
		assert.Equal(t, 300, count(specs, func(s mailbox.Spec) bool { return s.Fleet == "microsoft365" && listed(s, s.SignIn) }))
	}
}

func TestGenerateSharesThatExceedTheFleet(t *testing.T) {
	specs := mailbox.Generate(1, []mailbox.FleetSpec{{Name: "f", Provider: mailbox.OutlookCom, Mailboxes: 10, CustomDomain: 0.8, OtherSignIn: 0.8, StandardUnlisted: 1}})
	assert.Equal(t, 8, count(specs, func(s mailbox.Spec) bool { return s.AddressKind == mailbox.CustomDomain }))
	assert.Equal(t, 2, count(specs, func(s mailbox.Spec) bool { return s.AddressKind == mailbox.OtherSignIn }))
	assert.Empty(t, mailbox.Generate(1, []mailbox.FleetSpec{{Name: "none"}}))
}

func TestGenerateAddresses(t *testing.T) {
	for _, s := range mailbox.Generate(1, incident) {
		name := strings.ToLower(s.ID)
		switch {
		case s.Provider == mailbox.Microsoft365:
			assert.Equal(t, name+"@work.example.org", s.SignIn)
			assert.Equal(t, s.SignIn, s.Address)
		case s.AddressKind == mailbox.Standard:
			assert.Equal(t, name+"@outlook.example", s.SignIn)
			assert.Equal(t, s.SignIn, s.Address)
		case s.AddressKind == mailbox.CustomDomain:
			assert.Equal(t, name+"@"+name+".example.com", s.SignIn)
			assert.Regexp(t, `^outlook_[0-9A-F]{16}@outlook\.example$`, s.Address)
			assert.True(t, listed(s, s.Address))
		default:
			assert.Equal(t, name+"@mail.example.net", s.SignIn)
			assert.Equal(t, []string{s.Address}, s.Directory)
		}
	}
}

func TestGenerateIdentifiers(t *testing.T) {
	specs := mailbox.Generate(1, incident)
	seen := map[string]string{}
	for _, s := range specs {
		for _, id := range []string{s.ID, s.SignIn, s.Address + "/mailbox", s.PUID, s.OID, s.MailboxGUID} {
			assert.Empty(t, seen[id], "%s of %s", id, s.ID)
			seen[id] = s.ID
		}
		assert.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, s.OID)
		assert.Regexp(t, `^[0-9A-F]{16}$`, s.PUID)
		if s.Provider == mailbox.Microsoft365 {
			assert.Empty(t, s.CID)
			assert.Equal(t, specs[len(specs)-1].TID, s.TID, "one tenant")
			continue
		}
		assert.Equal(t, "9188040d-6c67-4c5b-b112-36a304b66dad", s.TID)
		assert.Equal(t, "00000000-0000-0000-"+s.CID[:4]+"-"+s.CID[4:], s.OID)
		assert.Equal(t, s.PUID, strings.ToUpper(strings.ReplaceAll(s.MailboxGUID, "-", "")[:16]))
		assert.True(t, strings.HasSuffix(s.MailboxGUID, "-0000-000000000000"))
	}
}

func TestGenerateIsAFunctionOfItsSeed(t *testing.T) {
	assert.Equal(t, mailbox.Generate(1, incident), mailbox.Generate(1, incident))
	assert.NotEqual(t, mailbox.Generate(1, incident), mailbox.Generate(2, incident))
	assert.Equal(t, "outlook-0001", mailbox.Generate(1, incident)[0].ID)
	large := mailbox.Generate(1, []mailbox.FleetSpec{{Name: "f", Mailboxes: 12_345}})
	assert.Equal(t, "f-00001", large[0].ID)
	assert.Equal(t, "f-12345", large[12_344].ID)
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		specs := mailbox.Generate(1, []mailbox.FleetSpec{{Name: "outlook", Provider: mailbox.OutlookCom, Mailboxes: 13_000, CustomDomain: 0.08}})
		require.Len(b, specs, 13_000)
	}
}
