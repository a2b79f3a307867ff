package units_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/units"
)

func TestLocation(t *testing.T) {
	first, err := units.Location("Europe/Lisbon")
	require.NoError(t, err)
	assert.Equal(t, "Europe/Lisbon", first.String())
	again, err := units.Location("Europe/Lisbon")
	require.NoError(t, err)
	assert.Same(t, first, again)
	_, err = units.Location("Europe/Atlantis")
	assert.ErrorContains(t, err, "Europe/Atlantis")
}
