package reports

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindPlateau(t *testing.T) {
	base := func() *built { return build(600).fleet(10, "quay", "harbour", "standard") }
	t.Run("NoFailure", func(t *testing.T) {
		_, ok := findPlateau(base().sorted())
		assert.False(t, ok)
	})
	t.Run("NobodyLeftBehind", func(t *testing.T) {
		_, ok := findPlateau(base().fails(60, 200, names("quay", 1, 10)...).sorted())
		assert.False(t, ok)
	})
	t.Run("NobodyBack", func(t *testing.T) {
		_, ok := findPlateau(base().fails(60, lasts, names("quay", 1, 10)...).sorted())
		assert.False(t, ok)
	})
	t.Run("TooShort", func(t *testing.T) {
		_, ok := findPlateau(base().fails(60, 200, "quay-1").fails(60, 220, "quay-2").sorted())
		assert.False(t, ok, "two polls are no standstill")
	})
	t.Run("LongEnough", func(t *testing.T) {
		p, ok := findPlateau(base().fails(60, 200, "quay-1").fails(60, 221, "quay-2").sorted())
		require.True(t, ok)
		assert.Equal(t, plateau{From: at(200), Until: at(221), failing: []string{"quay-2"}, healed: []string{"quay-1"}}, p)
	})
	t.Run("ManyForShorterCostMore", func(t *testing.T) {
		h := base().fails(60, 100, "quay-1").fails(60, 200, names("quay", 2, 9)...).fails(60, 500, "quay-10").sorted()
		p, ok := findPlateau(h)
		require.True(t, ok)
		assert.Equal(t, at(100), p.From, "nine for 100 min, not one for 300")
		assert.Len(t, p.failing, 9)
	})
	t.Run("ToTheEnd", func(t *testing.T) {
		h := base().fails(60, 100, "quay-1").fails(60, lasts, "quay-2").sorted()
		p, ok := findPlateau(h)
		require.True(t, ok)
		assert.Equal(t, h.Header.Until, p.Until)
		assert.Equal(t, "From 07:40 on Wednesday 17 September to the end nothing changes: 1 of 2 that had failed still fails.", standstill(h, p))
	})
	t.Run("RelapseIsNotBack", func(t *testing.T) {
		h := base().fails(60, 100, "quay-1", "quay-3").fails(90, lasts, "quay-2").fails(99, lasts, "quay-1").sorted()
		p, ok := findPlateau(h)
		require.True(t, ok)
		assert.Equal(t, []string{"quay-1", "quay-2"}, p.failing)
		assert.Equal(t, []string{"quay-3"}, p.healed)
	})
}

func TestContrasts(t *testing.T) {
	h := build(60).fleet(50, "quay", "harbour", "standard").fleet(50, "mole", "harbour", "custom_domain").fleet(4, "reed", "lagoon", "other_sign_in").sorted()
	t.Run("Alike", func(t *testing.T) {
		assert.Empty(t, contrasts(h, names("quay", 1, 5), names("quay", 6, 50)))
	})
	t.Run("LargestFirst", func(t *testing.T) {
		group := append(names("mole", 1, 8), "reed-1", "reed-2")
		all := contrasts(h, group, names("quay", 1, 50))
		require.Len(t, all, 5)
		assert.Equal(t, Contrast{Attribute: "address", Value: "custom_domain", In: 8, InTotal: 10, Out: 0, OutTotal: 50}, all[0])
		assert.Equal(t, "mole", all[1].Value)
		for i := range all[1:] {
			assert.GreaterOrEqual(t, all[i].InShare()-all[i].OutShare(), all[i+1].InShare()-all[i+1].OutShare())
		}
	})
	t.Run("TwoInHundredAreNoContrast", func(t *testing.T) {
		group := append(names("quay", 1, 49), "mole-1")
		for _, c := range contrasts(h, group, names("quay", 1, 50)) {
			assert.NotEqual(t, "custom_domain", c.Value)
		}
	})
	t.Run("EmptyGroups", func(t *testing.T) {
		assert.Empty(t, contrasts(h, nil, nil))
		assert.Zero(t, Contrast{}.InShare())
		assert.Zero(t, Contrast{}.OutShare())
	})
}

func TestInCommon(t *testing.T) {
	h := build(60).fleet(100, "quay", "harbour", "standard")
	for i := range h.Header.Mailboxes {
		h.Header.Mailboxes[i].Fleet = "one"
		switch {
		case i < 8:
			h.Header.Mailboxes[i].Address = "custom_domain"
		case i < 9:
			h.Header.Mailboxes[i].Address = "other_sign_in"
		}
	}
	assert.Equal(t, "Of these, 8 (89 %) use a custom domain and 1 (11 %) signs in with another address than the mailbox's, against none of those that are back.",
		inCommon(h.sorted(), plateau{failing: names("quay", 1, 9), healed: names("quay", 10, 100)}))
	assert.Equal(t, "Of these, 7 (88 %) use a custom domain, against 1 (1 %) of those that are back; 1 (13 %) signs in with another address than the mailbox's, against none of those that are back.",
		inCommon(h.sorted(), plateau{failing: names("quay", 2, 9), healed: append(names("quay", 10, 100), "quay-1")}))
	assert.Equal(t, "They differ from those that are back in nothing that is known of them.",
		inCommon(h.sorted(), plateau{failing: names("quay", 20, 25), healed: names("quay", 30, 60)}))
}

func TestAttributeWords(t *testing.T) {
	for _, c := range [][3]string{
		{"address", "standard", "use the provider's own address"}, {"provider", "lagoon", "are with lagoon"}, {"fleet", "reed", "belong to the fleet reed"},
		{"authorization", "identity_platform", "were linked by identity platform"}, {"address", "odd_one", "have address odd one"},
	} {
		assert.Equal(t, c[2], attributeWords(2, c[0], c[1]))
	}
}
