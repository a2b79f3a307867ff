package people_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/people"
)

// A fleet of 13,000 is within what one world may have.
func TestAWholeFleet(t *testing.T) {
	const owners = 13_000
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T00:00:00Z", owners, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 3, ReadsPerDay: 1}
		})
		w.until(t, "2022-03-02T00:00:00Z")
		w.end()
		assert.Len(t, of[people.Edited](w.log), 3*owners)
		assert.Len(t, of[people.Looked](w.log), owners)
	})
}
