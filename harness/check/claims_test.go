package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

func TestClaimsTrue(t *testing.T) {
	claim := func(share float64) *people.HealthClaim {
		return &people.HealthClaim{Select: people.Selector{Provider: orchid}, Share: units.Share(share)}
	}
	mistaken := claim(1)
	mistaken.Mistaken = true
	nobody := claim(1)
	nobody.Select.Provider = "nobody.example"
	half := func() *built { return world(4).fails(o(1), 60, 200).fails(o(2), 60, 200) }
	unlinked := world(2)
	unlinked.Events = nil
	timed(t, "claims-true", []timing{
		{"Held", half().post(100, claim(0.5)), check.Held, 1, "1 claim on the status page, and each is true or known to be a mistake"},
		{"HeldLess", half().post(100, claim(0.2)), check.Held, 1, ""},
		{"BrokenJustMore", half().post(100, claim(0.51)), check.Broken, 1, "the post of 2031-05-06 09:40 UTC claims that at least 51 % of orchid.example are healthy; 2 of 4 (50 %) are"},
		{"BrokenTheSecond", half().post(100, claim(0.5)).post(120, claim(1)), check.Broken, 2, "the post of 2031-05-06 10:00 UTC claims"},
		{"HeldAtTheInstantOfHealing", half().post(200, claim(1)), check.Held, 1, ""},
		{"BrokenAnInstantBefore", half().post(199.99, claim(1)), check.Broken, 1, "claims that at least 100 %"},
		{"HeldAMistakeOfTheStory", half().post(100, mistaken), check.Held, 1, ""},
		{"HeldBesideAMistake", half().post(100, mistaken).post(210, claim(1)), check.Held, 2, ""},
		{"HeldNothingPromised", half().post(100, claim(0.5)).unpromised(), check.Held, 1, ""},
		{"VacuousAboutNobody", half().post(100, nobody), "", 0, ""},
		{"VacuousBeforeLinking", unlinked.post(100, claim(1)), "", 0, ""},
		{"NoClaim", half().post(100, nil), "", 0, ""},
		{"NoPost", half(), "", 0, ""},
	})
	v := half().post(100, claim(1)).promise("claims-true")
	assert.Equal(t, at(100), v.At)
	assert.Len(t, v.Evidence, 1)
}
