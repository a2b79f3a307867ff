package history

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/journal"
)

func TestState(t *testing.T) {
	for want, mailbox := range map[string]track{
		StateLinking:  {failing: true},
		StateWell:     {linked: true},
		StateFailing:  {linked: true, failing: true},
		StateAsked:    {linked: true, failing: true, waiting: true},
		StateRelinked: {linked: true, failing: true, relinked: true},
	} {
		assert.Equal(t, want, mailbox.state())
	}
	assert.Len(t, States(), 5)
}

func TestHitsByState(t *testing.T) {
	r := Recorder{states: map[string]map[string]int{}}
	well, failing := track{linked: true}, track{linked: true, failing: true}
	r.hitLocked(&well, &journal.Exchange{Faults: []string{"down", "slow"}})
	r.hitLocked(&failing, &journal.Exchange{Faults: []string{"down"}})
	r.hitLocked(&failing, &journal.Exchange{Faults: []string{"down"}})
	r.hitLocked(&failing, &journal.Exchange{})
	assert.Equal(t, map[string]map[string]int{"down": {StateWell: 1, StateFailing: 2}, "slow": {StateWell: 1}}, r.states)
}
