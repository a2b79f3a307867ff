package mutants_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/mutants"
)

func TestReadFinding(t *testing.T) {
	const head = "worlds from number 7 on, again with: anchorage explore --seed 7\n\n"
	for _, tt := range []struct{ name, out, want string }{
		{"promise", "world 8: BROKEN reads-true: at 10:00 account-1 answered what never was\nworld 9: BROKEN alerts-close: x\n", "drawn world 8: reads-true"},
		{"crash", "world 7: CRASH deadlock\n", "drawn world 7: it crashes or stands still"},
		{"no world", "world 7: no world: it ended early\n", "drawn world 7: it crashes or stands still"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := mutants.ReadFinding(head + tt.out)
			assert.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
	t.Run("ErrNothingSaid", func(t *testing.T) {
		_, err := mutants.ReadFinding(head)
		assert.ErrorContains(t, err, "it is not said what")
	})
}
