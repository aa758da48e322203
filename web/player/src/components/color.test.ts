import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accentOn,
  contrast,
  dominant,
  hexOf,
  lchOf,
  type Rgb,
  readable,
  rgbOf,
  rgbOfHex,
} from './color.ts'

test('contrast is 21 between black and white and 1 with itself', () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21)
  assert.equal(contrast([90, 20, 200], [90, 20, 200]), 1)
})

test('a color survives the way to OKLCH and back', () => {
  for (const hex of ['#ff7a4d', '#13100d', '#2f6fed', '#00a86b', '#ffffff']) {
    assert.equal(hexOf(rgbOf(lchOf(rgbOfHex(hex)))), hex)
  }
})

test('every hue gives an accent that is readable on every ground, and text readable on it', () => {
  const themes: { dark: boolean; grounds: Rgb[] }[] = [
    { dark: true, grounds: ['#13100d', '#1a1612', '#231e19', '#2b251f'].map(rgbOfHex) },
    { dark: false, grounds: ['#f6f1e7', '#fdfaf4', '#ffffff'].map(rgbOfHex) },
  ]
  for (const { dark, grounds } of themes) {
    for (let h = 0; h < 360; h += 5) {
      for (const l of [0.1, 0.5, 0.95]) {
        for (const c of [0, 0.08, 0.3]) {
          const { accent, onAccent } = accentOn({ l, c, h }, grounds, dark)
          for (const ground of grounds) assert.ok(contrast(accent, ground) >= readable)
          assert.ok(contrast(accent, onAccent) >= readable, `${h} ${l} ${c} dark=${dark}`)
        }
      }
    }
  }
})

const picture = (...colors: [Rgb, number][]) =>
  colors.flatMap(([rgb, count]) => Array.from({ length: count }, () => [...rgb, 255]).flat())

test('a picture is remembered by its vivid color, not by black, white or the most common grey', () => {
  const blue: Rgb = [30, 80, 220]
  const found = dominant(
    picture([[0, 0, 0], 300], [[255, 255, 255], 300], [[120, 118, 115], 400], [blue, 40]),
  )
  assert.ok(found)
  assert.ok(Math.abs(found.h - lchOf(blue).h) < 2)
})

test('a picture without color has none', () => {
  assert.equal(dominant(picture([[10, 10, 10], 10], [[200, 200, 200], 10])), null)
})
