package alerting

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestX(t *testing.T) {
	_ = fmt.Sprint
	assert.True(t, true)
	_ = time.Second
}
