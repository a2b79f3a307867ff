package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
)

// moment is the shortest time there is: what lies between "just" and "not quite".
const moment = time.Nanosecond

// off is a minute and so much more or less, as add takes it, to the nanosecond.
func off(minutes float64, d time.Duration) float64 {
	return minutes + (float64(d)+0.1)/float64(time.Minute)
}

// wholly compares all that a verdict tells, but for its name.
func wholly(t *testing.T, want check.Verdict, got *check.Verdict) {
	t.Helper()
	require.NotNil(t, got, "the verdict is part of the list")
	v := *got
	v.Name, v.Kind = "", ""
	assert.Equal(t, want, v)
}

// proof is one line of evidence.
func proof(minutes float64, text string) check.Evidence {
	return check.Evidence{At: at(minutes), Text: text}
}
