package store

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestGateServesInOrderOfArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		var served []int
		g.enter()
		for i := range 50 {
			go func() {
				g.enter()
				defer g.leave()
				served = append(served, i)
			}()
			synctest.Wait() // the next one comes later
		}
		assert.Empty(t, served)
		g.leave()
		synctest.Wait()
		for i, who := range served {
			assert.Equal(t, i, who)
		}
		assert.Len(t, served, 50)
	})
}

func TestGateIsExclusive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		inside, most := 0, 0
		for i := range 20 {
			go func() {
				for range 5 {
					g.enter()
					inside++
					most = max(most, inside)
					time.Sleep(time.Millisecond + time.Duration(i))
					inside--
					g.leave()
				}
			}()
		}
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, 1, most)
		g.enter() // open again when all have left
		g.leave()
	})
}
