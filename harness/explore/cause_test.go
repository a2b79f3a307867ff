package explore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/explore"
)

func TestCause(t *testing.T) {
	cause := func(message string) string { return explore.Cause(check.Verdict{Message: message}) }
	lacks := `224 of 307 answers were wrong; the first, of a-0003 at 2022-06-14 09:46:37 UTC: compared with 2022-06-14 08:51:03 UTC, it lacks "Call 26" (10:15 to 11:45 UTC, busy) (and 30 more)`
	assert.Equal(t, cause(lacks), cause(`1 of 3 answers was wrong; the first, of b-0012 at 2024-05-07 12:00:00 UTC: compared with 2024-05-07 11:50:00 UTC, it lacks "Series 1" (10:00 to 11:00 UTC, free)`))
	assert.NotEqual(t, cause(lacks), cause(`224 of 307 answers were wrong; the first, of a-0003 at 2022-06-14 09:46:37 UTC: compared with 2022-06-14 08:51:03 UTC, it has "Call 26" twice`))
	assert.NotEqual(t, cause("9 writes were accepted; 0 took no effect in time, 3 did so twice"), cause("9 writes were accepted; 1 took no effect in time, 0 did so twice"))
	assert.Equal(t, cause("9 writes were accepted; 0 took no effect in time, 3 did so twice"), cause("1 write was accepted; 0 took no effect in time, 1 did so twice"))
	assert.Equal(t, "panic in goroutine", cause("panic: 0xc000 in goroutine 12"))
}
