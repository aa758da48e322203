/** The sample music: invented artists and albums, some with few words and some with many. */
import type { CoverStyle } from './sample-cover.ts'
import type { SampleAlbum } from './sample-library.ts'

const style = (
  shape: CoverStyle['shape'],
  ground: number,
  first: number,
  second: number,
): CoverStyle => ({ shape, ground: rgb(ground), first: rgb(first), second: rgb(second) })

const rgb = (hex: number) => [hex >> 16, (hex >> 8) & 255, hex & 255] as const

const album = (
  [artist, name, year, genre]: [string, string, number, string],
  cover: CoverStyle | null,
  tracks: string,
): SampleAlbum => ({ artist, name, year, genre, cover, tracks: tracks.split(' | ') })

export const sampleAlbums: SampleAlbum[] = [
  album(
    ['Harbor Lights', 'Low Tide', 2019, 'Indie'],
    style('sun', 0x17324d, 0xffb35c, 0xf2545b),
    'Salt on Wood | Ferry Song | Low Tide | The Long Pier | Lanterns | Half a Mile Out | Anchor | Home by Four',
  ),
  album(
    ['Harbor Lights', 'Winter Timetable', 2022, 'Indie'],
    style('split', 0xe9e2d0, 0x2a5d67, 0xd8572a),
    'Platform Nine | Winter Timetable | Snow Day | Quiet Carriage | Delayed | Last Stop',
  ),
  album(
    ['Mira Okafor', 'Copper & Honey', 2021, 'Soul'],
    style('rings', 0x3b1c32, 0xe8a33d, 0xa64253),
    'Copper | Slow Morning | Honey | Say It Plain | Kitchen Radio | Gold Thread | Stay a While',
  ),
  album(
    ['Mira Okafor', 'Kitchen Sessions', 2023, 'Soul'],
    style('grid', 0xf3d9b1, 0xc2452d, 0x2f4b26),
    'Two Spoons | Steam | Rosemary | Second Helping',
  ),
  album(
    ['North Parade', 'Signals from the Orchard', 2016, 'Electronic'],
    style('waves', 0x0b132b, 0x5bc0be, 0x3a506b),
    'Carrier | Orchard at Night | Relay | Apple Static | Signals | Drift North | Afterglow | Parade',
  ),
  album(
    ['North Parade', 'Glass Weather', 2020, 'Electronic'],
    style('stripes', 0x22223b, 0x9a8c98, 0xf2e9e4),
    'Barometer | Glass Weather | Clear Air | Front Moving In | Isobar | Hail',
  ),
  album(
    ['The Cartographers', 'Maps of Places That Never Quite Existed', 2014, 'Folk'],
    style('hills', 0xe8d9b5, 0x3f5e4b, 0x8aa17a),
    'Legend | The River That Was Moved | North Is Up | A Scale of Miles | Paper Mountains | Terra Incognita | The Edge | Folded Wrong | Compass Rose',
  ),
  album(
    ['Lena Voss Trio', 'Three Chairs', 2018, 'Jazz'],
    style('moon', 0x101820, 0xf2aa4c, 0x28435c),
    'First Chair | Blue Stairwell | Waltz for a Typewriter | Second Chair | Rain at Eleven | Third Chair',
  ),
  album(
    ['Static Bloom', 'Loud Flowers', 2011, 'Rock'],
    style('split', 0x1b1b1e, 0xd90368, 0xffd400),
    'Loud Flowers | Feedback Garden | Teeth | Neon Weeds | Burn the Lawn | Petal to the Floor',
  ),
  album(
    ['Ada & the Engines', 'Difference', 2024, 'Pop'],
    style('grid', 0x1d3557, 0xf1faee, 0xe63946),
    'Difference | Punch Card Heart | Analytical | Brass and Steam | Carry the One',
  ),
  album(
    ['Juno Park', 'Small Hours', 2017, 'Ambient'],
    style('moon', 0x2b2d42, 0xedf2f4, 0x8d99ae),
    '2:10 | 3:25 | 4:00 | 5:45 | First Bus',
  ),
  album(
    ['Juno Park', 'Field Notes', 2015, 'Ambient'],
    null,
    'Hedge | Wire | Gate | Puddle | Lark | Culvert',
  ),
  album(
    ['Tomás Rey', 'Calle del Sol', 2013, 'Latin'],
    style('sun', 0x7b2d26, 0xf0c808, 0xdd1c1a),
    'Calle del Sol | Mediodía | La Puerta Azul | Sombra | Vuelvo en Agosto | Patio',
  ),
  album(
    ['Winifred Stone', 'Letters, Unsent', 2009, 'Folk'],
    style('waves', 0xede0d4, 0x7f5539, 0xb08968),
    'Dear Ruth | Stamp | Dear Tom | Blotter | Dear Nobody | Yours',
  ),
]
